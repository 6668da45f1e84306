// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import type { DemoExample } from './example';
import { PatchDemo } from './PatchDemo';

beforeEach(() => vi.stubGlobal('requestIdleCallback', (call: () => void) => setTimeout(call, 0)));
beforeEach(() => vi.stubGlobal('cancelIdleCallback', clearTimeout));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Another id for each test: answers are kept by it. */
function createExample(id: string, isSaved = true): DemoExample {
  return {
    id,
    label: id,
    model: 'mini',
    pair: { clean: 'The White', corrupted: 'The Haunted', correct: ' president', incorrect: ' ghosts' },
    layers: 2,
    columns: [
      { clean: 'The', corrupted: 'The' },
      { clean: ' White', corrupted: ' Haunted' },
    ],
    saved: isSaved
      ? { values: { base: -4, source: 4, patched: [-4, 4, -4, 0] }, slug: 'a-fact', title: 'A fact' }
      : null,
  };
}

function answer(singles: readonly number[]): void {
  const result = { metric: 'LOGIT_DIFF', base: [-4], source: [4], singles: singles.map((one) => [one]) };
  const body = JSON.stringify({ data: { intervene: { results: [result] } } });
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body)),
  );
}

const cell = (name: RegExp): HTMLElement => screen.getByRole('gridcell', { name });

it('shows stored values at once, and those of the engine when it has answered', async () => {
  answer([-4, 4, -4, 2]);
  renderInPage(<PatchDemo examples={[createExample('live')]} operation="" />);
  expect(cell(/^layer 1, ·White/).getAttribute('aria-label')).toBe('layer 1, ·White: +0.500');
  expect(screen.getByText('50% recovered')).toBeTruthy();
  expect(screen.getByText(/Saved result of/)).toBeTruthy();
  expect(await screen.findByText(/^Computed now by mini: 4 patched runs in \d+ ms\./)).toBeTruthy();
  expect(screen.getByText('75% recovered')).toBeTruthy();
  expect(screen.getByText('logit difference 2.00')).toBeTruthy();
});

it('keeps the stored values and says why, where the engine does not answer', async () => {
  const body = JSON.stringify({ data: null, errors: [{ message: 'The engine is off.' }] });
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body)),
  );
  renderInPage(<PatchDemo examples={[createExample('off')]} operation="" />);
  expect(await screen.findByText('The engine did not answer: The engine is off.')).toBeTruthy();
  expect(screen.getByText('50% recovered')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'a finding' }).getAttribute('href')).toBe('/findings/a-fact');
});

it('chooses cells by the pointer and by arrow keys, and has one of them in the order of the Tab key', () => {
  answer([-4, 4, -4, 2]);
  renderInPage(<PatchDemo examples={[createExample('keys')]} operation="" />);
  const first = cell(/^layer 1, ·White/);
  expect(first.tabIndex).toBe(0);
  fireEvent.keyDown(first, { key: 'ArrowUp' });
  expect(document.activeElement).toBe(cell(/^layer 0, ·White/));
  expect(screen.getByText('100% recovered')).toBeTruthy();
  fireEvent.keyDown(cell(/^layer 0, ·White/), { key: 'ArrowLeft' });
  expect(screen.getByText('0% recovered')).toBeTruthy();
  expect(screen.getAllByRole('gridcell').map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1]);
  fireEvent.click(first);
  expect(first.getAttribute('aria-selected')).toBe('true');
});

it('has an empty picture until the engine answers, where nothing is stored', async () => {
  answer([-4, 4, -4, 0]);
  renderInPage(<PatchDemo examples={[createExample('bare', false)]} operation="" />);
  expect(cell(/^layer 1, ·White/).getAttribute('aria-label')).toBe('layer 1, ·White: not computed');
  expect(screen.getByText('The engine computes the patches.')).toBeTruthy();
  expect(await screen.findByText('50% recovered')).toBeTruthy();
});
