// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { PromptLine } from './PromptLine';

afterEach(cleanup);

it.each(['… village called the [White→Haunted] House is', '[→big] shops, [a→b] c', 'A title of its own'])(
  'shows all of %s, and marks what differs',
  (text) => {
    const { container } = render(<PromptLine text={text} />);
    expect(container.textContent).toBe(text);
    expect([...container.querySelectorAll('b')].map((one) => one.textContent)).toEqual(
      text.match(/\[[^\]]*\]/g) ?? [],
    );
  },
);

it('cuts what precedes the change, not the change', () => {
  const { container } = render(<PromptLine text="… the shops, [John→Mary] gave" />);
  const [before, change] = container.querySelectorAll('[data-changes] > span');
  expect([before!.textContent, change!.textContent]).toEqual(['… the shops,', ' [John→Mary] gave']);
});
