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
  findPlot(name).closest('figure')!.querySelector('[data-testid=read]')!.textContent;

it('shows each sweep of the run as a heatmap of recovery', async () => {
  search = 'cell=HEAD_Z:1:1';
  show(sampleRun());
  expect(findPlot('Residual stream: 1 layers by 3 positions')).toBeDefined();
  // (2.5 - -1) / (3 - -1); the logit difference is read out too.
  expect(readPinned('Head output')).toBe('L1H1: +0.875, logit difference 2.500');
  expect(await screen.findByRole('complementary', { name: 'Inspector' })).toBeDefined();
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
    RunValues: ({ prompt }) => ({
      run: {
        __typename: 'Run',
        id: 'k3F9',
        sweeps: [readSweep('HEAD_Z', 'DENOISING', [0, 0, 0, prompt === 1 ? 4 : 0])],
      },
    }),
  });
  // Prompt 2: clean 4, corrupted -0.5, so 4 is a recovery of 1.
  await waitFor(() => expect(readPinned('Head output')).toMatch(/^L1H1: \+1\.000,/));
  expect(api.asked.find(({ operation }) => operation === 'RunValues')!.variables).toEqual({
    id: 'k3F9',
    prompt: 1,
    metric: 'LOGIT_DIFF',
  });
  expect(screen.getByText(/^Residual stream: not computed/)).toBeDefined();
});

it('shows code with the request that it sent', async () => {
  search = 'prompt=1&view=value';
  const api = show(sampleRun(), {
    RunValues: () => ({
      run: { __typename: 'Run', id: 'k3F9', sweeps: [readSweep('HEAD_Z', 'DENOISING', [0, 0, 0, 4])] },
    }),
  });
  await waitFor(() => expect(readPinned('Head output')).toBeDefined());
  fireEvent.click(screen.getByRole('button', { name: 'Show code: Results of the run' }));
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(within(dialog).getByRole('tab', { name: 'Python' }));
  const python = within(dialog).getByLabelText('Python', { selector: 'pre' }).textContent;
  expect(python).toContain(
    'head_z = client.array("k3F9", "HEAD_Z", metric="LOGIT_DIFF", direction="DENOISING", normalised=False, prompt=1)',
  );
  fireEvent.click(within(dialog).getByRole('tab', { name: 'GraphQL' }));
  const text = within(dialog).getByLabelText('GraphQL', { selector: 'pre' }).textContent;
  const { variables } = api.asked.find(({ operation }) => operation === 'RunValues')!;
  expect(text).toContain('query RunPage(');
  expect(text).toContain(JSON.stringify(variables, null, 2).replaceAll(/^/gm, '# '));
});

const readSweep = (
  kind: string,
  direction: string,
  values: readonly number[],
  clean = 3,
  corrupted = -1,
) => ({
  __typename: 'Sweep',
  id: `${kind} ${direction}`,
  kind,
  direction,
  data: encodeFloats(values),
  unpatched: { __typename: 'UnpatchedMetric', clean, corrupted, perPrompt: [] },
});

/** A run of both directions: head outputs are -1, 0, 1, 2.5 denoising and -1, 2, 3, 0 noising; the gap is from 3 to -1. */
function bothDirections(changes: Partial<RunView_RunFragment> = {}): RunView_RunFragment {
  const [residual, heads] = sampleRun().sweeps;
  const noising = { ...heads!, direction: 'NOISING' as const, data: encodeFloats([-1, 2, 3, 0]) };
  const sweeps = [residual!, heads!, { ...residual!, direction: 'NOISING' as const }, noising];
  return sampleRun({ directions: ['DENOISING', 'NOISING'], sweeps, ...changes });
}

it('switches the direction, whose recovery is measured from the other run', () => {
  search = 'cell=HEAD_Z:1:1';
  show(bothDirections());
  expect(readPinned('Head output')).toBe('L1H1: +0.875, logit difference 2.500');
  fireEvent.click(screen.getByText('Noising', { exact: true }));
  // From 3 (clean, base) to -1 (corrupted, source).
  expect(readPinned('Head output')).toBe('L1H1: +0.750, logit difference 0.000');
});

it('shows raw values, and names what both directions say of a cell', async () => {
  search = 'cell=HEAD_Z:1:1&view=roles';
  show(bothDirections());
  expect(readPinned('Head output')).toBe('L1H1: both, denoising recovery +0.875, noising recovery +0.750');
  expect(screen.getByRole('note').textContent).toMatch(/Sufficient only suggests OR.*2404\.15255/);
  const legends = screen.getAllByRole('group', { name: /^Colours: / });
  expect(legends[0]!.textContent).toMatch(/^neithersufficientnecessaryboth/);
  fireEvent.change(await screen.findByRole('textbox', { name: 'Threshold of recovery' }), {
    target: { value: '0.8' },
  });
  expect(readPinned('Head output')).toMatch(/^L1H1: sufficient, /);
  fireEvent.click(screen.getByText('Logit difference', { exact: true }));
  expect(readPinned('Head output')).toBe('L1H1: 2.500 logits');
});

it('shows a metric without recovery by its raw value', async () => {
  search = 'cell=HEAD_Z:1:1&metric=rank';
  const api = show(bothDirections({ metrics: ['LOGIT_DIFF', 'RANK'] }), {
    RunValues: () => ({
      run: {
        __typename: 'Run',
        id: 'k3F9',
        sweeps: [readSweep('HEAD_Z', 'DENOISING', [40, 41, 9, 2], 0, 40)],
      },
    }),
  });
  await waitFor(() => expect(readPinned('Head output')).toBe('L1H1: 2.000'));
  expect(api.asked.find(({ operation }) => operation === 'RunValues')!.variables).toEqual({
    id: 'k3F9',
    prompt: null,
    metric: 'RANK',
  });
  expect(screen.queryByText('Sufficient / necessary')).toBeNull();
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

it('unpins a cell by closing the inspector', async () => {
  search = 'cell=RESID_PRE:0:1';
  show(sampleRun());
  const inspector = await screen.findByRole('complementary', { name: 'Inspector' });
  fireEvent.click(within(inspector).getByRole('button', { name: 'Close the inspector' }));
  expect(screen.queryByRole('complementary')).toBeNull();
});

it('shows nothing before there is a baseline', () => {
  show(sampleRun({ baseline: null, sweeps: [] }));
  expect(screen.queryByRole('region', { name: 'Baseline' })).toBeNull();
});

/** Two layers by two heads by three destinations by three source positions; the prompts differ at position 1. */
function runWithEntries(): RunView_RunFragment {
  const values = Array.from({ length: 36 }, (_, cell) => (cell === 16 ? 3 : cell / 100 - 1));
  const sweep = {
    __typename: 'Sweep',
    id: '7',
    kind: 'HEAD_PATTERN_DEST_SRC',
    direction: 'DENOISING',
    shape: [2, 2, 3, 3],
    pairCount: 2,
    elapsedMs: 1,
    axes: ['layer', 'head', 'destination', 'src'].map((name) => ({ __typename: 'Axis', name })),
    data: encodeFloats(values),
    unpatched: { __typename: 'UnpatchedMetric', clean: 3, corrupted: -1 },
  };
  return sampleRun({
    sweepKinds: ['HEAD_PATTERN_DEST_SRC'],
    sweeps: [sweep] as RunView_RunFragment['sweeps'],
  });
}

it('shows the pattern of the head with the largest value, and one entry of all heads', async () => {
  search = 'cell=HEAD_PATTERN_DEST_SRC:0:1:2:1';
  const api = show(runWithEntries());
  expect(findPlot('Attention pattern by entry, L0H1: 3 destinations by 3 sources')).toBeDefined();
  expect(readPinned('Attention pattern by entry')).toBe(
    'L0H1 at ·to 2 ← ·John 1: +1.000, logit difference 3.000',
  );
  expect(screen.getByTestId('hatching')).toBeDefined();
  expect(screen.getAllByText('not computed: equals the base run')).toHaveLength(1);
  await waitFor(() => {
    const asked = api.asked.find(({ operation }) => operation === 'PatchedPredictions');
    expect(asked!.variables).toMatchObject({ layer: 0, head: 1, position: 2, src: 1 });
  });

  fireEvent.click(screen.getByLabelText('One entry'));
  expect(findPlot('Attention pattern by entry, ·to 2 ← ·John 1: 2 layers by 2 heads')).toBeDefined();
  fireEvent.change(screen.getByLabelText('Source position shown'), { target: { value: '2' } });
  expect(findPlot('Attention pattern by entry, ·to 2 ← ·to 2: 2 layers by 2 heads')).toBeDefined();
});
