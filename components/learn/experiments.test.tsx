// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DemoExample } from '../demo/example';
import { renderInPage } from '../testing/render';
import { CellExperiment } from './CellExperiment';
import type { Lesson } from './learning';
import { PredictExperiment } from './PredictExperiment';

const REQUESTS = { patch: 'patch', predict: 'predict' };

beforeEach(() => vi.stubGlobal('requestIdleCallback', (call: () => void) => setTimeout(call, 0)));
beforeEach(() => vi.stubGlobal('cancelIdleCallback', clearTimeout));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function createLesson(clean: string): Lesson {
  const fact: DemoExample = {
    id: clean,
    label: 'A fact',
    model: 'mini',
    pair: { clean, corrupted: 'The Haunted', correct: ' president', incorrect: ' ghosts' },
    layers: 2,
    columns: [
      { clean: 'The', corrupted: 'The' },
      { clean: ' White', corrupted: ' Haunted' },
    ],
    saved: { values: { base: -4, source: 4, patched: [-4, 4, -4, 0] }, slug: 'a-fact', title: 'A fact' },
  };
  return {
    fact,
    name: fact,
    heads: 2,
    savedHeads: {},
    savedPredictions: { clean: [{ text: ' president', probability: 0.9 }], corrupted: [] },
  };
}

/** Answers each request by its operation; a null answer is an error of the API. */
function answer(respond: (body: { query: string; variables: never }) => object | null): void {
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    const data = respond(JSON.parse(init.body as string));
    const errors = data === null ? [{ message: 'The engine is off.' }] : undefined;
    return new Response(JSON.stringify({ data, errors }));
  });
}

it('predicts what the reader writes, and shows stored predictions of the first prompt until then', async () => {
  const asked: string[] = [];
  answer(({ variables }) => {
    asked.push((variables as { prompt: string }).prompt);
    return { predict: [{ token: { id: 1, text: ' lives' }, probability: 0.25 }] };
  });
  renderInPage(<PredictExperiment lesson={createLesson('The White')} requests={REQUESTS} />);
  expect(screen.getByText('·president')).toBeTruthy();
  expect(screen.getByRole('status').textContent).toBe(
    'Saved values of a finding. The engine computes them again.',
  );
  expect(await screen.findByText('·lives')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Prompt'), { target: { value: 'Where one' } });
  fireEvent.click(screen.getByRole('button', { name: 'Predict' }));
  expect(await screen.findByText(/^Computed now: one forward run/)).toBeTruthy();
  expect(asked).toEqual(['The White', 'Where one']);
});

it('says that a prompt without a stored result needs the engine', async () => {
  answer(() => null);
  renderInPage(<PredictExperiment lesson={createLesson('Another')} requests={REQUESTS} />);
  expect(await screen.findByText(/The engine did not answer: The engine is off\.$/)).toBeTruthy();
  expect(screen.getByText('·president')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Prompt'), { target: { value: 'Not stored' } });
  fireEvent.click(screen.getByRole('button', { name: 'Predict' }));
  expect(await screen.findByText(/No value of this step is saved\.$/)).toBeTruthy();
  expect(screen.getByText('No prediction.')).toBeTruthy();
});

it('computes the chosen cell alone, and keeps those that were tried', async () => {
  const sites: object[] = [];
  answer(({ variables }) => {
    const { input } = variables as { input: { sites: object[] } };
    sites.push(...input.sites);
    return { intervene: { results: [{ metric: 'LOGIT_DIFF', base: [-4], source: [4], singles: [[2]] }] } };
  });
  renderInPage(<CellExperiment lesson={createLesson('cell')} requests={REQUESTS} />);
  expect(await screen.findByText('logit difference 2.00, recovery 0.75')).toBeTruthy();
  const labels = (): (string | null)[] =>
    screen.getAllByRole('gridcell').map((cell) => cell.getAttribute('aria-label')!.split(': ')[1]!);
  expect(labels()).toEqual(['not computed', 'not computed', 'not computed', '+0.750']);
  fireEvent.keyDown(screen.getByRole('gridcell', { name: /^layer 1, ·White/ }), { key: 'ArrowUp' });
  await vi.waitFor(() => expect(sites).toHaveLength(2));
  await vi.waitFor(() => expect(labels()).toEqual(['not computed', '+0.750', 'not computed', '+0.750']));
  expect(sites).toEqual([
    { site: 'RESID_PRE', layer: 1, position: 1 },
    { site: 'RESID_PRE', layer: 0, position: 1 },
  ]);
});
