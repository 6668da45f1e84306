/** All edges of a run against the path patch of each edge alone, on a small model of seeded weights. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countEdges, edgeToIndex, EDGE_INPUTS, listReceiverLayers, type Edge } from '../../../domain/edges';
import { readMetric, type EdgeResult, type Experiment, type RunEvent, type RunOptions } from '../api';
import { isAppError } from '../../errors';
import { writeSeededModel } from '../golden/seeded-weights';
import type { PatchedSite } from '../interventions';
import { createCore, type CoreOptions } from './core';

const SIZES = { layers: 4, heads: 3 };
const METRICS = ['logit_diff', 'log_prob'] as const;
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-edges-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
await writeSeededModel(
  path.join(folder, 'small'),
  { n_layer: 4, n_head: 3, n_embd: 24, n_inner: 80, n_positions: 16, vocab_size: 120 },
  7,
);

const experiment: Experiment = {
  model: 'small',
  direction: 'DENOISING',
  directions: ['DENOISING', 'NOISING'],
  metrics: METRICS,
  edges: true,
  pairs: [
    { clean: [1, 5, 9, 40, 7, 3], corrupted: [1, 5, 9, 41, 7, 3], correct: 11, incorrect: 12 },
    { clean: [1, 5, 20, 44, 8, 3], corrupted: [1, 5, 21, 45, 8, 3], correct: 13, incorrect: 14 },
    { clean: [1, 6, 30, 50, 2, 4], corrupted: [1, 6, 30, 50, 60, 4], correct: 15, incorrect: 16 },
  ],
};

/** All events of a run, which must end. */
async function run(core: ReturnType<typeof createCore>, options: Partial<RunOptions> = {}) {
  const events: RunEvent[] = [];
  await core.run(experiment, [], { onEvent: (event) => events.push(event), ...options });
  const edges = events.flatMap((event) => (event.type === 'edges' ? [event.edges] : []));
  return { events, edges };
}
function open(options: CoreOptions = {}) {
  const core = createCore({ folders: [folder], ...options });
  afterAll(() => core.close());
  return core;
}
const core = open();

const read = (
  all: readonly EdgeResult[],
  direction: string,
  edge: Edge,
  metric: (typeof METRICS)[number],
) => {
  const { values, layer } = all.find(
    (one) => one.direction === direction && one.layer === edge.receiverLayer,
  )!;
  const own = readMetric(values, metric);
  const index = edgeToIndex(edge, SIZES);
  const count = own.length / experiment.pairs.length;
  expect(count).toBe(3 * 3 * layer * 3);
  return experiment.pairs.map((_, prompt) => own[prompt * count + index]!);
};

describe('all edges', () => {
  let edges: readonly EdgeResult[] = [];
  let events: readonly RunEvent[] = [];
  beforeAll(async () => {
    ({ edges, events } = await run(core));
  });

  it('come layer by layer, one direction after the other, with the planned work', async () => {
    expect(edges.map(({ direction, layer }) => [direction, layer])).toEqual(
      ['DENOISING', 'NOISING'].flatMap((direction) => [1, 2, 3].map((layer) => [direction, layer])),
    );
    const { flops, estimatedMs } = await core.estimate(experiment, []);
    expect(edges.reduce((sum, one) => sum + one.flops, 0)).toBeCloseTo(flops, -1);
    expect(estimatedMs).toBeGreaterThan(0);
    const last = events.findLast((event) => event.type === 'progress')!;
    // Within what the walk and the plan count differently.
    expect(last.fraction).toBeGreaterThan(0.97);
  });

  it.each(['DENOISING', 'NOISING'] as const)('each equals its path patch, %s', async (direction) => {
    const site = (kind: PatchedSite['site'], layer: number, head: number): PatchedSite => ({
      site: kind,
      layer,
      head,
      position: null,
      src: null,
    });
    let [count, moved, largest] = [0, 0, 0];
    for (const receiverLayer of listReceiverLayers(SIZES))
      for (let receiverHead = 0; receiverHead < SIZES.heads; receiverHead++)
        for (const input of EDGE_INPUTS) {
          const senders = Array.from({ length: receiverLayer * SIZES.heads }, (_, index) => ({
            senderLayer: Math.floor(index / SIZES.heads),
            senderHead: index % SIZES.heads,
          }));
          const receiver = site(
            `HEAD_${input.toUpperCase() as 'Q' | 'K' | 'V'}`,
            receiverLayer,
            receiverHead,
          );
          const result = await core.intervene({
            experiment: { ...experiment, direction },
            sets: senders.map(({ senderLayer, senderHead }) => [site('HEAD_Z', senderLayer, senderHead)]),
            value: { kind: 'source' },
            path: { receivers: [receiver], mlps: 'recomputed', layerNorm: 'recomputed' },
          });
          for (const [at, sender] of senders.entries()) {
            const edge: Edge = { ...sender, input, receiverLayer, receiverHead };
            count++;
            for (const metric of METRICS) {
              const expected = readMetric(result.patched[at]!, metric);
              read(edges, direction, edge, metric).forEach((value, prompt) => {
                const difference = Math.abs(value - expected[prompt]!);
                largest = Math.max(largest, difference);
                expect(difference, JSON.stringify(edge)).toBeLessThan(
                  1e-5 * Math.max(1, Math.abs(expected[prompt]!)),
                );
                if (Math.abs(expected[prompt]! - readMetric(result.base, metric)[prompt]!) > 1e-4) moved++;
              });
            }
          }
        }
    expect(count).toBe(countEdges(SIZES));
    // Otherwise an engine that patches nothing would pass.
    expect(moved / count / METRICS.length / experiment.pairs.length).toBeGreaterThan(0.5);
    console.log(`${count} edges ${direction}: largest |difference| ${largest.toExponential(1)}`);
  });

  it.each<[string, CoreOptions]>([
    ['waves of few rows', { limits: { waveBytes: 4 * 3 * 4 * 24 * 5, maxRows: 24 } }],
    ['several batches of prompts', { maxBytes: 300_000 }],
  ])('are the same in %s', async (_, options) => {
    const other = await run(open(options));
    expect(other.edges.map(({ layer }) => layer)).toEqual(edges.map(({ layer }) => layer));
    for (const [at, { values }] of other.edges.entries())
      for (const metric of METRICS) {
        const expected = readMetric(edges[at]!.values, metric);
        readMetric(values, metric).forEach((value, index) =>
          expect(Math.abs(value - expected[index]!)).toBeLessThan(
            2e-5 * Math.max(1, Math.abs(expected[index]!)),
          ),
        );
      }
  });

  it('that are stored are not computed again', async () => {
    const skipEdges = [
      { direction: 'DENOISING', layer: 1 },
      { direction: 'DENOISING', layer: 2 },
      { direction: 'DENOISING', layer: 3 },
      { direction: 'NOISING', layer: 1 },
    ] as const;
    const rest = await run(core, { skipEdges });
    expect(rest.edges.map(({ direction, layer }) => `${direction} ${layer}`)).toEqual([
      'NOISING 2',
      'NOISING 3',
    ]);
    expect(rest.edges[0]!.values).toEqual(edges[4]!.values);
    expect(rest.edges[1]!.values).toEqual(edges[5]!.values);
  });

  it('stop when the run is cancelled', async () => {
    const canceller = new AbortController();
    const seen: string[] = [];
    const onEvent = (event: RunEvent): void => {
      seen.push(event.type);
      if (event.type === 'edges') canceller.abort();
    };
    const error: unknown = await core
      .run(experiment, [], { onEvent, signal: canceller.signal })
      .catch((problem: unknown) => problem);
    expect(isAppError(error, 'RUN_CANCELLED')).toBe(true);
    expect(seen.filter((type) => type === 'edges')).toHaveLength(1);
  });
});
