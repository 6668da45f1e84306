// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { positionLabels } from '../sweep/positions';
import type { PinnedCell, ViewState } from '../sweep/view-state';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { sampleRun, sampleSweeps } from '../testing/sample-run';
import { Inspector } from './Inspector';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const run = sampleRun();
const prediction = (id: number, text: string, logit: number, probability: number) => ({
  __typename: 'Prediction',
  token: { __typename: 'Token', id, text },
  logit,
  probability,
});

const rank = (at: number, probability: number) => ({
  __typename: 'Prediction',
  rank: at,
  logit: 5,
  probability,
});
const inEachRun = { base: rank(1234, 0.0002), source: rank(0, 0.625), patched: rank(0, 0.625) };

/** A cell in one metric. */
const detail = (metric: string, mean: number, prompts: readonly (readonly [number, number | null])[]) => ({
  __typename: 'CellDetail',
  mean: { __typename: 'Cell', metric, value: mean, recovery: null },
  perPrompt: prompts.map(([value, recovery]) => ({ __typename: 'PromptEffect', value, recovery })),
});

function show(pinned: PinnedCell, onChange: (change: Partial<ViewState>) => void = () => {}, metrics = 1) {
  const api = createFakeApi({
    HeadPatterns: () => new Error('The model was removed.'),
    PatchedPredictions: ({ kind }) => ({
      run: {
        __typename: 'Run',
        id: run.id,
        sweep: {
          __typename: 'Sweep',
          id: '1',
          kind,
          patched: {
            __typename: 'PatchedPredictions',
            base: [prediction(1, ' John', 5, 0.5)],
            source: [prediction(9, ' Mary', 6, 0.75)],
            patched: [prediction(9, ' Mary', 5.5, 0.625)],
            correct: { __typename: 'AnswerPredictions', ...inEachRun },
          },
        },
      },
    }),
    CellByPrompt: ({ kind }) => ({
      run: {
        __typename: 'Run',
        id: run.id,
        sweep: {
          __typename: 'Sweep',
          id: '1',
          kind,
          cellMetrics: [
            detail('LOGIT_DIFF', 2.5, [
              [1.5, 0.25],
              [3.5, null],
            ]),
            ...(metrics > 1
              ? [
                  detail('RANK', 2, [
                    [1, null],
                    [3, null],
                  ]),
                ]
              : []),
          ],
        },
      },
    }),
  });
  renderInPage(
    <WithApi api={api}>
      <Inspector
        run={run}
        sweeps={sampleSweeps(run)}
        positions={{ labels: positionLabels(run.pairs, null), folded: 0 }}
        pinned={pinned}
        prompt={null}
        patternPrompt={null}
        value="change"
        direction="DENOISING"
        metric="LOGIT_DIFF"
        tone="light"
        onChange={onChange}
      />
    </WithApi>,
  );
  return api;
}

it('shows a head: its rank, its effect, predictions and each prompt', async () => {
  const api = show({ kind: 'HEAD_Z', layer: 1, head: 1, position: null });
  expect(screen.getByRole('heading', { name: 'L1H1' })).toBeDefined();
  expect(screen.getByText(/of one head, all positions; rank 1 of 4 by size/)).toBeDefined();
  const effects = screen.getByRole('table', { name: 'Effects of this component' });
  expect(within(effects).getAllByRole('row')[1]!.textContent).toBe('Head output (z)+2.5002.500');
  const predictions = await screen.findByRole('region', { name: 'Predictions under this patch' });
  expect(await within(predictions).findByText(/Base \(corrupted\)/)).toBeDefined();
  expect(within(predictions).getAllByLabelText('correct answer')).toHaveLength(2);
  // Ranks as test_prompt prints them, also of an answer that is not among the first tokens.
  expect(within(predictions).getByText(/Mary: rank 1,234, 0\.02%$/)).toBeDefined();
  expect(within(predictions).getAllByText(/Mary: rank 0, 62\.5%$/)).toHaveLength(2);
  const prompts = await screen.findByRole('table', { name: 'Effect on each prompt' });
  expect(
    within(prompts)
      .getAllByRole('row')
      .map(({ textContent }) => textContent),
  ).toEqual(['Promptrecoverylogit difference', '1+0.2501.500', '2undefined3.500', 'meanundefined2.500']);
  expect(api.asked.find(({ operation }) => operation === 'PatchedPredictions')!.variables).toEqual({
    id: 'k3F9',
    kind: 'HEAD_Z',
    direction: 'DENOISING',
    layer: 1,
    head: 1,
    position: null,
    src: null,
    prompt: 0,
  });
});

it('shows each prompt in every metric of the run', async () => {
  show({ kind: 'HEAD_Z', layer: 1, head: 1, position: null }, () => {}, 2);
  const prompts = await screen.findByRole('table', { name: 'Effect on each prompt' });
  expect(
    within(prompts)
      .getAllByRole('row')
      .map(({ textContent }) => textContent),
  ).toEqual(['PromptrecoveryLDrank', '1+0.2501.5001.000', '2undefined3.5003.000', 'meanundefined2.5002.000']);
});

it('says why there is no attention pattern, and shows the rest', async () => {
  show({ kind: 'HEAD_Z', layer: 0, head: 1, position: null });
  expect(await screen.findByText('The model was removed.')).toBeDefined();
  expect(screen.getByRole('table', { name: 'Effects of this component' })).toBeDefined();
});

it('names the token of a position, and has no attention pattern there', () => {
  const api = show({ kind: 'RESID_PRE', layer: 0, head: null, position: 1 });
  expect(screen.getByRole('heading', { name: 'layer 0 at ·John 1' })).toBeDefined();
  expect(screen.getByText(/Clean and corrupted differ here/)).toBeDefined();
  expect(api.asked.map(({ operation }) => operation)).not.toContain('HeadPatterns');
});

it('says that a cell is not in the run', () => {
  show({ kind: 'HEAD_Z', layer: 9, head: 9, position: null });
  expect(screen.getByText(/no such cell/)).toBeDefined();
  cleanup();
  show({ kind: 'HEAD_V', layer: 0, head: 0, position: null });
  expect(screen.getByText(/has not been computed/)).toBeDefined();
});

it('closes by Escape and by its button', () => {
  const onChange = vi.fn<(change: Partial<ViewState>) => void>();
  show({ kind: 'RESID_PRE', layer: 0, head: null, position: 1 }, onChange);
  fireEvent.keyDown(screen.getByRole('complementary'), { key: 'Escape' });
  fireEvent.click(screen.getByRole('button', { name: 'Close the inspector' }));
  expect(onChange.mock.calls).toEqual([[{ pinned: null }], [{ pinned: null }]]);
});
