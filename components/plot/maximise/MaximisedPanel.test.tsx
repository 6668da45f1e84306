// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { afterFrame } from '../../scroll/after-frame';
import { renderInPage } from '../../testing/render';
import { MaximisedPanel } from './MaximisedPanel';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function Opener({ onKey }: { readonly onKey?: (key: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div role="presentation" onKeyDown={({ key }) => onKey?.(key)}>
      <button type="button" onClick={() => setOpen(true)}>
        Maximise
      </button>
      {isOpen && (
        <MaximisedPanel title="Plot" onClose={() => setOpen(false)}>
          {() => <p>Cells</p>}
        </MaximisedPanel>
      )}
    </div>
  );
}

it('is invisible at once when it is closed, is removed after that, and gives the focus back', async () => {
  renderInPage(<Opener />);
  const button = screen.getByRole('button', { name: 'Maximise' });
  button.focus();
  fireEvent.click(button);
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(screen.getByRole('button', { name: 'Close the maximised plot' }));
  expect(dialog.isConnected).toBe(true);
  expect(dialog.closest('[style*="opacity: 0"]')).not.toBeNull();
  await waitFor(() => expect(dialog.isConnected).toBe(false));
  await waitFor(() => expect(document.activeElement).toBe(button));
});

it('keeps the Escape that closes it from what opened it', async () => {
  const onKey = vi.fn<(key: string) => void>();
  renderInPage(<Opener onKey={onKey} />);
  fireEvent.click(screen.getByRole('button', { name: 'Maximise' }));
  const dialog = await screen.findByRole('dialog');
  fireEvent.keyDown(screen.getByRole('button', { name: 'Close the maximised plot' }), { key: 'Escape' });
  await waitFor(() => expect(dialog.isConnected).toBe(false));
  expect(onKey).not.toHaveBeenCalled();
});

it('does not close again after it has been removed', async () => {
  const onClose = vi.fn<() => void>();
  const { unmount } = renderInPage(
    <MaximisedPanel title="Plot" onClose={onClose}>
      {() => <p>Cells</p>}
    </MaximisedPanel>,
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Close the maximised plot' }));
  unmount();
  const frames = vi.fn<() => void>();
  afterFrame(frames);
  await waitFor(() => expect(frames).toHaveBeenCalled());
  expect(onClose).not.toHaveBeenCalled();
});
