// @vitest-environment jsdom
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ServerUnreachableError } from '../apollo/fetch-server';
import { FindingDialog, type FindingDraft } from './FindingDialog';
import { loadDialogFrame } from '../dialog/load-dialog-frame';

// As on a page, where the first press does it.
await loadDialogFrame();

beforeEach(() => {
  // jsdom has no fonts; the field that grows looks whether they have loaded.
  Object.defineProperty(document, 'fonts', {
    configurable: true,
    value: { addEventListener() {}, removeEventListener() {} },
  });
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const draft = { title: 'Name movers', summary: 'See [[L9H6]].', tags: ['ioi'], claims: ['z[9.6] > 0.1'] };

function show(error: unknown = null) {
  const onSubmit = vi.fn<(saved: FindingDraft) => void>();
  const onClose = vi.fn<() => void>();
  const dialog = (problem: unknown) => (
    <MantineProvider env="test">
      <FindingDialog
        heading="Edit the finding"
        action="Save"
        initial={draft}
        kinds={['HEAD_Z']}
        isSaving={false}
        error={problem}
        onSubmit={onSubmit}
        onClose={onClose}
      />
    </MantineProvider>
  );
  const { rerender } = render(dialog(error));
  return { onSubmit, onClose, fail: (problem: unknown) => rerender(dialog(problem)) };
}

it('saves what was typed, and keeps it when the server refuses', () => {
  const { onSubmit, fail } = show();
  fireEvent.change(screen.getByRole('textbox', { name: /^Title/ }), { target: { value: 'Changed' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(onSubmit).toHaveBeenCalledWith({ ...draft, title: 'Changed' });
  const issues = [{ path: 'summary', message: 'The reference [[L9H6]] names layer 9.' }];
  fail(
    new CombinedGraphQLErrors({
      errors: [{ message: 'refused', extensions: { code: 'BAD_USER_INPUT', issues } }],
    }),
  );
  expect(screen.getByText('The reference [[L9H6]] names layer 9.')).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Title/ }).value).toBe('Changed');
  fail(new ServerUnreachableError('No answer from the server.'));
  expect(screen.getByText(/server cannot be reached/)).toBeTruthy();
});

it('is not closed by a slip once something was typed', () => {
  const { onClose } = show();
  const title = screen.getByRole('textbox', { name: /^Title/ });
  fireEvent.change(title, { target: { value: 'Changed' } });
  fireEvent.keyDown(title, { key: 'Escape' });
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.change(title, { target: { value: draft.title } });
  fireEvent.keyDown(title, { key: 'Escape' });
  expect(onClose).toHaveBeenCalledTimes(1);
});
