// @vitest-environment jsdom
/** Statistics over prompts on the page of a run. */
import { cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunView_RunFragment } from '../generated/graphql';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { encodeFloats, sampleRun, sampleStatistics } from '../testing/sample-run';
import { Results } from './Results';

configure({ defaultHidden: true });

let search = '';
vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams(search) }));

beforeEach(() => {
  search = '';
  window.history.replaceState(null, '', '/');
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** The sample run with three prompts. */
function threePrompts(): RunView_RunFragment {
  const run = sampleRun();
  return {
    ...run,
    pairs: [...run.pairs, { ...run.pairs[0]!, index: 2 }],
    pairCount: 3,
    sweeps: run.sweeps.map((sweep) => ({ ...sweep, pairCount: 3 })),
    baseline: { ...run.baseline!, perPrompt: [...run.baseline!.perPrompt, run.baseline!.perPrompt[0]!] },
  };
}

const encode = (values: ArrayLike<number>): string => encodeFloats(Array.from(values));

function show(run: RunView_RunFragment) {
  const { mean, standardError, t, signShare, adjusted, significant, ...counts } = sampleStatistics();
  const api = createFakeApi({
    TopHeads: () => ({ run: { __typename: 'Run', id: run.id, topHeads: [] } }),
    HeadPatterns: () => new Error('no patterns'),
    PatchedPredictions: () => new Error('no predictions'),
    CellByPrompt: () => ({
      run: { __typename: 'Run', id: run.id, sweep: { __typename: 'Sweep', id: '2', cellMetrics: [] } },
    }),
    RunStatistics: ({ normalisation }) => ({
      run: {
        __typename: 'Run',
        id: run.id,
        sweeps: [
          {
            __typename: 'Sweep',
            id: '1',
            kind: 'HEAD_Z',
            direction: 'DENOISING',
            statistics: {
              __typename: 'SweepStatistics',
              ...counts,
              leftOut: normalisation === 'MEAN_OF_RATIOS' ? 1 : 0,
              mean: encode(normalisation === 'MEAN_OF_RATIOS' ? mean.map((one) => one / 2) : mean),
              standardError: encode(standardError),
              t: encode(t),
              signShare: encode(signShare),
              adjusted: encode(adjusted),
              significant: btoa(String.fromCharCode(...significant)),
            },
          },
        ],
      },
    }),
    CellDistribution: ({ kind }) => ({
      run: {
        __typename: 'Run',
        id: run.id,
        sweep: {
          __typename: 'Sweep',
          id: '2',
          kind,
          cellStatistics: {
            __typename: 'CellStatistics',
            count: 3,
            leftOut: 0,
            mean: 0.875,
            standardError: 0.25,
            t: 3.5,
            p: 0.0728,
            adjusted: 0.03125,
            low: 0.5,
            high: 1.25,
            signShare: 1,
            histogram: [{ __typename: 'HistogramBin', from: 0, to: 1, count: 3 }],
            lowest: [{ __typename: 'CellPrompt', prompt: 1, effect: 0.5 }],
            highest: [{ __typename: 'CellPrompt', prompt: 2, effect: 1.25 }],
            facets: [
              {
                __typename: 'CellFacet',
                by: 'LENGTH',
                name: '3 tokens',
                count: 2,
                mean: 0.75,
                low: 0.5,
                high: 1,
              },
            ],
          },
        },
      },
    }),
  });
  renderInPage(
    <WithApi api={api}>
      <Results run={run} />
    </WithApi>,
  );
  return api;
}

const findFigure = (name: string): HTMLElement =>
  screen.getByRole('application', { name: new RegExp(`^${name}`) }).closest('figure')!;
/** Opens the menu with the statistics. */
const openView = (): boolean =>
  fireEvent.click(screen.getByRole('button', { name: /^View( \(changed\))?$/ }));
const readPinned = (name: string): string | null =>
  findFigure(name).querySelector('[data-testid=read]')!.textContent;

it('says why a run of two prompts has no statistics', () => {
  const api = show(sampleRun());
  openView();
  expect(
    screen.getByText('This run has 2 prompt pairs. Statistics over prompts need at least 3.'),
  ).toBeDefined();
  expect(screen.queryByRole('radiogroup', { name: 'Statistic over prompts' })).toBeNull();
  expect(api.asked.map(({ operation }) => operation)).not.toContain('RunStatistics');
});

it('shows t in place of the mean, states the test, and hatches what is not distinguishable from 0', async () => {
  search = 'stat=t&hatch=unclear&cell=HEAD_Z:1:1';
  const api = show(threePrompts());
  await waitFor(() => expect(readPinned('Head output')).toMatch(/^L1H1: 3\.50,/));
  expect(readPinned('Head output')).toBe(
    'L1H1: 3.50, logit difference 2.500, t 3.50, adjusted p 0.031, 100% of 3 prompts with the sign of the mean',
  );
  expect(api.asked.find(({ operation }) => operation === 'RunStatistics')!.variables).toEqual({
    id: 'k3F9',
    metric: 'LOGIT_DIFF',
    normalisation: 'RATIO_OF_MEANS',
  });
  expect(screen.getAllByText(/^Two-sided t test .* over 3 prompts, .*Benjamini-Hochberg/)[0]).toBeDefined();
  expect(screen.getAllByText('not distinguishable from 0').length).toBeGreaterThan(0);
  // One line: the third cell alone. The first was not tested.
  const { unclear } = { unclear: findFigure('Head output').querySelector('[data-testid=unclear]')! };
  expect(unclear.getAttribute('d')!.match(/M/g)).toHaveLength(1);
  openView();
  fireEvent.click(screen.getByLabelText('Hatch what is not distinguishable from 0'));
  expect(findFigure('Head output').querySelector('[data-testid=unclear]')).toBeNull();
});

it('reads the mean of ratios from the server, with prompts that are left out', async () => {
  search = 'norm=prompts&cell=HEAD_Z:1:1';
  show(threePrompts());
  await waitFor(() => expect(readPinned('Head output')).toMatch(/^L1H1: \+0\.438,/));
  expect(screen.getAllByText(/2 prompts \(1 with too small a gap left out\)/)[0]).toBeDefined();
});

it('shows the distribution of a cell, and an extreme prompt by a click', async () => {
  search = 'cell=HEAD_Z:1:1';
  show(threePrompts());
  // The error of changes by the mean gap is not that of the recovery.
  expect(await screen.findByText('Mean +0.875, 95% interval +0.500 to +1.250 (bootstrap)')).toBeDefined();
  expect(screen.getByText(/^The change of each prompt is divided by the mean gap/)).toBeDefined();
  expect(screen.getByText('Length: 3 tokens')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Show prompt pair 2, effect +0.500' }));
  openView();
  expect(screen.getByText(/^One prompt is shown\./)).toBeDefined();
});
