// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs';
import { Button, Menu } from '@mantine/core';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { Dialog } from './Dialog';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function Opener({ inMenu = false }: { readonly inMenu?: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const open = (): void => setOpen(true);
  return (
    <>
      {inMenu ? (
        <Menu>
          <Menu.Target>
            <Button>Menu</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={open}>Open</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        <Button onClick={open}>Open</Button>
      )}
      {isOpen && (
        <Dialog title="Title" onClose={() => setOpen(false)}>
          <button type="button">Inside</button>
        </Dialog>
      )}
    </>
  );
}

it('has a named cross, and gives the focus back to the button that opened it', async () => {
  renderInPage(<Opener />);
  const button = screen.getByRole('button', { name: 'Open' });
  button.focus();
  fireEvent.click(button);
  await waitFor(() => expect(document.activeElement?.closest('[role=dialog]')).not.toBeNull());
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(document.activeElement).toBe(button));
});

it('gives the focus to the button of the menu that it was opened from', async () => {
  renderInPage(<Opener inMenu />);
  fireEvent.click(screen.getByRole('button', { name: 'Menu' }));
  const item = await screen.findByRole('menuitem', { name: 'Open' });
  item.focus();
  fireEvent.click(item);
  await waitFor(() => expect(document.activeElement?.closest('[role=dialog]')).not.toBeNull());
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Menu' })));
});

it('keeps the page from being scrolled, without a style sheet that would change all elements', async () => {
  renderInPage(<Opener />);
  const sheets = document.querySelectorAll('style').length;
  fireEvent.click(screen.getByRole('button', { name: 'Open' }));
  await screen.findByRole('dialog');
  await waitFor(() => expect(document.documentElement.style.overflow).toBe('hidden'));
  expect(document.querySelectorAll('style')).toHaveLength(sheets);
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(document.documentElement.style.overflow).toBe(''));
});

const SOURCES = readdirSync('components', { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?<!\.test|\.stories)\.tsx$/.test(file))
  .map((file) => `components/${file}`);

it('is the only dialog of the site that is made from the one of Mantine', () => {
  const using = SOURCES.filter((file) => /<(Modal|Drawer)\b/.test(readFileSync(file, 'utf8')));
  expect(using).toEqual(['components/dialog/DialogFrame.tsx']);
});

it('has a name on every button that is a picture', () => {
  const tags = SOURCES.flatMap((file) =>
    [
      ...readFileSync(file, 'utf8').matchAll(/<(?:ActionIcon|CloseButton|Burger)\b(?:[^>{]|\{[^}]*\}|=>)*>/g),
    ].map(([tag]) => ({ file, tag })),
  );
  expect(tags.length).toBeGreaterThan(10);
  expect(tags.filter(({ tag }) => !tag.includes('aria-label'))).toEqual([]);
});
