// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { NewRunOptionsQuery } from '../generated/graphql';
import { NewRunForm } from './NewRunForm';
import { completeBrowser, createFakeServer, show } from './testing';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => {} }) }));
vi.mock('../run/RunView', () => ({}));

const options: NewRunOptionsQuery = {
  models: [
    {
      id: 'mini',
      layers: 4,
      heads: 4,
      context: 64,
      installed: true,
      unavailable: null,
      canPublishNotebook: true,
    },
  ],
  presets: [
    {
      id: 'some',
      name: 'Some',
      description: '',
      sweeps: ['HEAD_Z'],
      pairs: [{ clean: 'a clean', corrupted: 'a corrupted', correct: ' x', incorrect: ' y' }],
    },
  ],
};

beforeEach(() => {
  completeBrowser();
  sessionStorage.clear();
  show(<NewRunForm options={options} preset="some" />, createFakeServer());
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Pastes a text where an event would go to. */
function paste(target: Element, text: string): void {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { getData: () => text } });
  fireEvent(target, event);
}

const TABLE = 'clean,corrupted,correct,incorrect\na,b, x, y';

it('opens a table that is pasted anywhere as an import', async () => {
  paste(document.body, 'some words');
  expect(screen.queryByText('Import it as pairs')).toBeNull();
  expect(screen.queryByRole('dialog')).toBeNull();
  paste(document.body, TABLE);
  expect(await screen.findByLabelText('File or text')).toHaveProperty('value', TABLE);
});

it('offers the import of a table that is pasted into a prompt, which then gets its text back', async () => {
  const field = screen.getByLabelText('Clean prompt');
  paste(field, TABLE);
  fireEvent.change(field, { target: { value: `a clean${TABLE}` } });
  fireEvent.click(screen.getByText('Import it as pairs'));
  expect(await screen.findByLabelText('File or text')).toHaveProperty('value', TABLE);
  expect(document.getElementById('pair-0-clean')).toHaveProperty('value', 'a clean');
});

it('toggles a sweep in the picture of the block and in the list alike', () => {
  const part = screen.getByTitle(/^Queries: /);
  const box = screen.getByLabelText<HTMLInputElement>('Queries');
  expect([part.getAttribute('aria-pressed'), box.checked]).toEqual(['false', false]);
  fireEvent.click(part);
  expect([part.getAttribute('aria-pressed'), box.checked]).toEqual(['true', true]);
  fireEvent.click(box);
  expect(part.getAttribute('aria-pressed')).toBe('false');
});
