// @vitest-environment jsdom
import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunView_RunFragment } from '../generated/graphql';
import { createFakeApi, WithApi, type Answers } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { encodeFloats, sampleRun } from '../testing/sample-run';
import { Results } from './Results';

// Queries by role need not compute which elements are hidden: on a page with many cells that takes seconds.
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
  vi.unstubAllGlobals();
});

/** Answers whose contents these tests do not look at are errors, which their parts of the page show. */
function show(run: RunView_RunFragment, answers: Answers = {}) {
  const api = createFakeApi({
    TopHeads: () => ({ run: { __typename: 'Run', id: run.id, topHeads: [] } }),
    HeadPatterns: () => new Error('no patterns'),
    PatchedPredictions: () => new Error('no predictions'),
    CellByPrompt: () => ({ run: { __typename: 'Run', id: run.id, sweep: null } }),
    ...answers,
  });
  renderInPage(
    <WithApi api={api}>
      <Results run={run} />
    </WithApi>,
  );
  return api;
}

const findPlot = (name: string): HTMLElement =>
  screen.getByRole('application', { name: new RegExp(`^${name}`) });
const readPinned = (name: string): string | null =>
  findPlot(name).closest('figure')!.querySelector('output')!.textContent;

it('shows each sweep of the run as a heatmap of recovery', () => {
  search = 'cell=HEAD_Z:1:1';
  show(sampleRun());
  expect(findPlot('Residual stream: 1 layers by 3 positions')).toBeDefined();
  // (2.5 - -1) / (3 - -1); the logit difference is read out too.
  expect(readPinned('Head output')).toBe('L1H1: +0.875, logit difference 2.500');
  expect(screen.getByRole('complementary', { name: 'Inspector' })).toBeDefined();
});

it('shows the change of the logit difference where recovery is not meaningful', () => {
  search = 'cell=HEAD_Z:1:1';
  const baseline = {
    ...sampleRun().baseline!,
    verdict: 'WEAK' as const,
    cannotNormalise: 'The gap is small.',
  };
  show(sampleRun({ baseline }));
  expect(readPinned('Head output')).toBe('L1H1: +3.500 logits, logit difference 2.500');
  fireEvent.click(screen.getByRole('button', { name: 'Show recovery anyway' }));
  expect(readPinned('Head output')).toMatch(/^L1H1: \+0\.875,/);
});

it('reads the values of one prompt and normalises them by its own gap', async () => {
  search = 'cell=HEAD_Z:1:1&prompt=1';
  const api = show(sampleRun(), {
    RunOfPrompt: ({ prompt }) => ({
      run: {
        __typename: 'Run',
        id: 'k3F9',
        sweeps: [
          { __typename: 'Sweep', kind: 'HEAD_Z', data: encodeFloats([0, 0, 0, prompt === 1 ? 4 : 0]) },
        ],
      },
    }),
  });
  // Prompt 2: clean 4, corrupted -0.5, so 4 is a recovery of 1.
  await waitFor(() => expect(readPinned('Head output')).toMatch(/^L1H1: \+1\.000,/));
  expect(api.asked.find(({ operation }) => operation === 'RunOfPrompt')!.variables).toEqual({
    id: 'k3F9',
    prompt: 1,
  });
  expect(screen.getByText(/^Residual stream: not computed/)).toBeDefined();
});

it('keeps a place for sweeps that are still being computed', () => {
  const run = sampleRun();
  show(
    sampleRun({
      sweeps: run.sweeps.slice(0, 1),
      progress: { ...run.progress, status: 'RUNNING', finishedSweeps: ['RESID_PRE'] },
    }),
  );
  expect(screen.getByRole('status', { name: /^Head output \(z\): being computed/ })).toBeDefined();
});

it('unpins a cell by closing the inspector', () => {
  search = 'cell=RESID_PRE:0:1';
  show(sampleRun());
  const inspector = screen.getByRole('complementary', { name: 'Inspector' });
  fireEvent.click(within(inspector).getByRole('button', { name: 'Close the inspector' }));
  expect(screen.queryByRole('complementary')).toBeNull();
});

it('shows nothing before there is a baseline', () => {
  show(sampleRun({ baseline: null, sweeps: [] }));
  expect(screen.queryByRole('region', { name: 'Baseline' })).toBeNull();
});
