// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useEffect, useState } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, it } from 'vitest';
import { useTypedEarly } from './use-typed-early';

afterEach(cleanup);

function Field() {
  const [text, setText] = useState('from the server');
  const [, renderAgain] = useState(0);
  const typed = useTypedEarly(['text']);
  useEffect(() => {
    const early = typed.get('text');
    if (early !== undefined) setText(early);
  }, [typed]);
  return (
    <>
      <textarea id="text" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <button type="button" onClick={() => renderAgain((count) => count + 1)}>
        Render again
      </button>
    </>
  );
}

it('keeps what was typed before hydration', () => {
  const container = document.createElement('div');
  document.body.append(container);
  container.innerHTML = renderToString(<Field />);
  container.querySelector('textarea')!.value = 'typed early';
  render(<Field />, { container, hydrate: true });
  const field = screen.getByRole('textbox');
  expect(field).toHaveProperty('value', 'typed early');
  fireEvent.click(screen.getByRole('button'));
  expect(field).toHaveProperty('value', 'typed early');
});

it('takes nothing from a page that was opened by navigation', () => {
  const other = document.createElement('textarea');
  other.id = 'text';
  other.value = 'of the former page';
  document.body.append(other);
  act(() => {
    render(<Field />);
  });
  expect(screen.getAllByRole('textbox').at(-1)).toHaveProperty('value', 'from the server');
  other.remove();
});
