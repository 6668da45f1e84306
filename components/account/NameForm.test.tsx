// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { NameForm } from './NameForm';

afterEach(cleanup);

it('shows a refusal below the field and its button, and names it in the field', async () => {
  const api = createFakeApi({ RenameViewer: () => new Error('A name has no signs that are not printed.') });
  renderInPage(
    <WithApi api={api}>
      <NameForm name="Ada" />
    </WithApi>,
  );
  const field = screen.getByRole('textbox', { name: 'Name that others see' });
  fireEvent.change(field, { target: { value: 'Ada!' } });
  fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
  const error = await screen.findByRole('alert');
  expect(error.textContent).toBe('A name has no signs that are not printed.');
  // In the row of the button it would move it.
  expect(screen.getByRole('button', { name: 'Rename' }).parentElement!.contains(error)).toBe(false);
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(field.getAttribute('aria-errormessage')).toBe(error.id);
});
