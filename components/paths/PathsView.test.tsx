// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { InterveneInput } from '../generated/graphql';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { encodeFloats, sampleRun } from '../testing/sample-run';
import { PathsView } from './PathsView';

/** What the router shows. */
let shown = '';
const opened: string[] = [];
vi.mock('next/navigation', () => ({
  useSearchParams: () => new URLSearchParams(shown),
  useRouter: () => ({ push: (address: string) => opened.push(address) }),
}));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const readInput = (variables: Record<string, unknown>) => variables['input'] as InterveneInput;

/** The array of all edges: base -1, and what a sender of layer 0 changes in a receiver of layer 1. */
const edgeArray = (): number[] =>
  Array.from({ length: 3 * 4 * 4 }, (_, index) => {
    const [receiver, sender] = [Math.floor(index / 4) % 4, index % 4];
    return receiver < 2 || sender > 1 ? NaN : -1 + 0.4 * (Math.floor(index / 16) + receiver + sender - 2);
  });
const storedEdges = {
  __typename: 'HeadEdges',
  count: 12,
  finishedLayers: [1],
  raw: encodeFloats(edgeArray()),
  unpatched: { __typename: 'UnpatchedMetric', clean: 3, corrupted: -1 },
};

/** Its strongest head is in the first layer, before which no head is. */
const SWEEP = {
  __typename: 'Sweep',
  id: 's',
  kind: 'HEAD_Z',
  direction: 'DENOISING',
  top: [
    { __typename: 'Cell', layer: 0, head: 1, recovery: 0.9 },
    { __typename: 'Cell', layer: 1, head: 1, recovery: 0.3 },
  ],
};

/** Answers with base -1, source 3, and -1 + 0.4 times its index after each sender. */
function show(
  search = '',
  answer?: Error,
  edges: object | null = null,
  run = sampleRun(),
  estimatedMs: number | null = 40,
) {
  shown = search;
  window.history.replaceState(null, '', `/runs/k3F9/paths${search && `?${search}`}`);
  const api = createFakeApi({
    AllEdges: () => ({
      run: {
        __typename: 'Run',
        id: 'k3F9',
        status: 'SUCCEEDED',
        isMine: true,
        sweepKinds: ['HEAD_Z'],
        progress: sampleRun().progress,
        edges,
      },
    }),
    EdgeCost: () => ({
      previewRun: { __typename: 'RunPreview', issues: [], estimatedMs: 3000, plannedFlops: 5.94e13 },
    }),
    WorkCost: () => ({ previewRun: { __typename: 'RunPreview', estimatedMs } }),
    StrongestHeads: () => ({ run: { __typename: 'Run', id: 'k3F9', sweeps: [SWEEP] } }),
    CreateRun: () => ({ createRun: { __typename: 'Run', id: 'new' } }),
    PathStep: (variables) => {
      const { sites, metrics } = readInput(variables);
      const result = {
        __typename: 'MetricResult',
        metric: metrics![0],
        base: [-1.5, -0.5],
        source: [2, 4],
        patched: [1, 1],
        singles: sites.map((_, index) => [-1.4 + 0.4 * index, -0.6 + 0.4 * index]),
      };
      return answer ?? { intervene: { __typename: 'Intervention', results: [result] } };
    },
  });
  renderInPage(
    <WithApi api={api}>
      <PathsView run={run} />
    </WithApi>,
  );
  return api;
}
const plot = (name: string) => screen.findByRole('application', { name: new RegExp(`^${name}: `) });
const listInputs = (api: ReturnType<typeof show>) =>
  api.asked.filter(({ operation }) => operation === 'PathStep').map(({ variables }) => readInput(variables));

it('shows the path from each head to the logits, and follows a head', async () => {
  const api = show();
  const heatmap = await plot('Each head to the logits');
  const [input] = listInputs(api);
  expect(input).toMatchObject({
    model: 'patchbay-mini',
    direction: 'DENOISING',
    path: { receivers: [], mlps: 'RECOMPUTED', layerNorm: 'RECOMPUTED' },
  });
  expect(input!.sites).toHaveLength(4);
  // Change 1.2 of a gap of 4.
  fireEvent.keyDown(heatmap, { key: 'End' });
  fireEvent.keyDown(heatmap, { key: 'ArrowDown' });
  expect(await screen.findByText('L1H1: +0.300, logit difference 0.200')).toBeDefined();
  const edges = screen.getByRole('table', { name: 'Strongest edges to logits' });
  expect(
    within(edges)
      .getAllByRole('row')
      .map(({ textContent }) => textContent),
  ).toEqual([
    'senderrecovery',
    'L1H1 → logits+0.300',
    'L1H0 → logits+0.200',
    'L0H1 → logits+0.100',
    'L0H0 → logits0.000',
  ]);
  fireEvent.keyDown(heatmap, { key: 'Enter' });
  expect(window.location.search).toBe('?to=L1H1');
  await plot('Each head to the queries of L1H1');
});

it('says that recovery is not meaningful, and shows changes, where the model does not do the task', async () => {
  const run = sampleRun();
  const baseline = { ...run.baseline!, verdict: 'ABSENT' as const, cannotNormalise: 'The gap is below 0.' };
  show('', undefined, null, { ...run, baseline });
  const notice = await screen.findByText('Recovery is not meaningful: the model does not do this task');
  expect(notice.closest('[role=status]')!.textContent).toContain('2 of 2 pairs have the right sign.');
  const heatmap = await plot('Each head to the logits');
  fireEvent.keyDown(heatmap, { key: 'End' });
  fireEvent.keyDown(heatmap, { key: 'ArrowDown' });
  // Not 0.300, its share of the gap.
  expect(await screen.findByText(/^L1H1: \+1\.200 logits/)).toBeDefined();
});

it('shows queries, keys and values of receivers; heads that cannot reach them are hatched', async () => {
  const api = show('to=L1H0_L1H1&norm=frozen&mlps=frozen');
  for (const name of ['queries', 'keys', 'values']) await plot(`Each head to the ${name} of L1H0, L1H1`);
  expect(
    listInputs(api).map(({ path, sites }) => [path!.receivers, path!.mlps, path!.layerNorm, sites.length]),
  ).toEqual(
    ['Q', 'K', 'V'].map((site) => [
      [
        { site, layer: 1, head: 0 },
        { site, layer: 1, head: 1 },
      ],
      'FROZEN',
      'FROZEN',
      2,
    ]),
  );
  expect(screen.getAllByTestId('hatching')).toHaveLength(3);
  const values = await plot('Each head to the values of L1H0, L1H1');
  // A head of the receivers' layer is not followed.
  for (const key of ['ArrowDown', 'Enter']) fireEvent.keyDown(values, { key });
  expect(window.location.search).toBe('?to=L1H0_L1H1&norm=frozen&mlps=frozen');
  fireEvent.keyDown(values, { key: 'ArrowUp' });
  fireEvent.keyDown(values, { key: 'Enter', shiftKey: true });
  const picked = screen.getByRole('group', { name: 'Picked receivers' });
  expect(picked.textContent).toContain('L0H0 (in the heatmap of v)');
  fireEvent.click(within(picked).getByRole('button', { name: 'Make it the receiver' }));
  expect(new URLSearchParams(window.location.search).get('to')).toBe('L1H0_L1H1.v~L0H0');
});

it('asks nothing for a receiver of the first layer, and goes back by the chain', () => {
  const api = show('to=L1H0.q~L0H1');
  expect(listInputs(api)).toEqual([]);
  expect(screen.getByText(/L0H1 is in the first layer/)).toBeDefined();
  const chain = screen.getByRole('navigation', { name: 'Path' });
  expect(
    within(chain)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['logits', 'L1H0 q', 'L0H1']);
  fireEvent.click(within(chain).getByRole('button', { name: 'L1H0 q' }));
  expect(window.location.search).toBe('?to=L1H0');
});

it("shows the server's message where a request is refused", async () => {
  show('', new Error('The request takes 7.00e12 floating point operations'));
  expect((await screen.findByRole('alert')).textContent).toContain('7.00e12 floating point operations');
});

it('plans all edges, shows their cost, and creates a run that computes them', async () => {
  const api = show('direction=noising&metric=prob');
  fireEvent.click(await screen.findByRole('button', { name: 'Plan all 12 edges' }));
  expect(await screen.findByText(/^About 3.0 s: 5.9e13 floating point operations/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Compute all edges' }));
  await vi.waitFor(() => expect(opened).toEqual(['/runs/new/paths']));
  const { variables } = api.asked.find(({ operation }) => operation === 'CreateRun')!;
  expect(variables['input']).toMatchObject({ directions: ['NOISING'], metrics: ['PROB'], edges: true });
});

it('ranks all edges, and draws those of one head', async () => {
  show('', undefined, storedEdges);
  const table = await screen.findByRole('table', { name: 'Strongest of all edges' });
  const rows = within(table).getAllByRole('row');
  expect(rows).toHaveLength(13);
  // The largest: change 0.4 * (2 + 3 + 1 - 2) of a gap of 4.
  expect(rows[1]!.textContent).toBe('L0H1 → L1H1 v+0.400+1.600');
  const heatmap = await plot('To the values of L1H1');
  fireEvent.keyDown(heatmap, { key: 'End' });
  expect(await screen.findByText('L0H1: +0.400')).toBeDefined();
  fireEvent.click(screen.getByText('Edges from'));
  expect(new URLSearchParams(window.location.search).get('edges')).toBe('from:L1H1');
});

it('computes the first step when it is asked for, where it takes more than half a second', async () => {
  // 2 pairs of 2 s each.
  const api = show('', undefined, null, undefined, 2000);
  const start = await screen.findByRole('button', { name: 'Compute 4 path patches, about 4.0 s' });
  expect(screen.getByText(/^The result is a heatmap of layers and heads/)).toBeDefined();
  expect(listInputs(api)).toEqual([]);
  fireEvent.click(start);
  await plot('Each head to the logits');
  expect(listInputs(api)).toHaveLength(1);
});

it('computes nothing unasked where the time is not known', async () => {
  const api = show('', undefined, null, undefined, null);
  await screen.findByRole('button', { name: 'Compute 4 path patches' });
  expect(listInputs(api)).toEqual([]);
});

it('proposes the strongest head of the sweep that others can act on as the first receiver', async () => {
  show();
  fireEvent.click(await screen.findByRole('button', { name: /^Make L1H1 the receiver, about / }));
  expect(window.location.search).toBe('?to=L1H1');
  await plot('Each head to the queries of L1H1');
  expect(screen.queryByRole('region', { name: /^Next: / })).toBeNull();
});
