/** Circuits of edges whose outside is ablated, against TransformerLens 3.9.0's hooks, and what must hold of any of them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listNodes, type CircuitNode, type NodeScope } from '../../../domain/circuit';
import {
  createEdgeNumbering,
  isBetweenHeads,
  listEdges,
  nameEdge,
  type CircuitEdge,
} from '../../../domain/circuit-edges';
import type { RunSide } from '../../../domain/effect';
import { createRandom, shuffle } from '../../../domain/random';
import { PATCH_SITES } from '../../../domain/patch-sites';
import { readMetric, type Experiment } from '../api';
import type { CircuitPartResults } from '../circuits';
import type { PatchValue } from '../interventions';
import { openCore } from './open-core';
import { readFloats, type GoldenCase, type GoldenSet } from './read-golden';
import { tolerateLogits } from './tolerance';

/** golden/edge-circuits.json, by models/reference/make_edge_circuits.py. */
interface Stored {
  readonly cases: readonly {
    readonly case: GoldenCase;
    readonly set: string;
    readonly pairs: GoldenSet['pairs'];
    readonly baseline: Readonly<Record<'clean' | 'corrupted', string>>;
    readonly circuits: readonly {
      readonly on: RunSide;
      readonly scope: NodeScope;
      /** 1 for edges that are present, by number in the complete graph. */
      readonly present: string;
      readonly value: PatchValue;
      readonly circuit: string;
      readonly empty: string;
    }[];
  }[];
}

const SIZES: Partial<Record<GoldenCase, { layers: number; heads: number }>> = {
  'odd-shape': { layers: 3, heads: 5 },
  'patchbay-mini': { layers: 4, heads: 4 },
};

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-edge-circuits-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const file = path.resolve('models', 'reference', 'golden', 'edge-circuits.json');
const { cases } = JSON.parse(await readFile(file, 'utf8')) as Stored;

const printed: string[] = [];
afterAll(() => console.log(`Largest |difference| from TransformerLens, in logits:\n${printed.join('\n')}`));

it('has every ablation value in both scopes, on at least 40 circuits', () => {
  const circuits = cases.flatMap((one) => one.circuits);
  expect(circuits.length).toBeGreaterThanOrEqual(40);
  const kinds = circuits.map(
    ({ scope, value }) => `${scope} ${value.kind} ${value.kind === 'mean' && value.acrossPositions}`,
  );
  expect(new Set(kinds).size).toBe(10);
});

describe.each(cases)('$case, $set', async ({ case: model, set, pairs, baseline, circuits }) => {
  const core = await openCore(model, folder);
  afterAll(() => core.close());
  const sizes = SIZES[model]!;
  const all = listEdges(sizes, 'HEADS_AND_MLPS');
  const [clean, corrupted] = [readFloats(baseline.clean), readFloats(baseline.corrupted)];
  const tolerate = (expected: number, prompt: number): number =>
    tolerateLogits(clean[prompt]! - corrupted[prompt]!, expected, 0);
  const experiment = (on: RunSide): Experiment => ({
    model,
    direction: on === 'CLEAN' ? 'NOISING' : 'DENOISING',
    pairs: pairs.map((pair) => ({
      clean: pair.clean,
      corrupted: pair.corrupted,
      correct: pair.correct,
      incorrect: pair.incorrect,
    })),
  });
  const measure = (
    edges: readonly CircuitEdge[],
    value: PatchValue,
    scope: NodeScope = 'HEADS_AND_MLPS',
    on: RunSide = 'CLEAN',
  ): Promise<CircuitPartResults['faithfulness']> =>
    core.edgeCircuit({
      experiment: experiment(on),
      edges,
      scope,
      value,
      metric: 'logit_diff',
      part: 'faithfulness',
      options: { seeds: [] },
    });
  const expectClose = (values: Float32Array, expected: Float32Array, what: string): void => {
    expect(values).toHaveLength(expected.length);
    expected.forEach((one, prompt) =>
      expect(Math.abs(values[prompt]! - one), what).toBeLessThan(2 * tolerate(one, prompt)),
    );
  };
  const MEAN = { kind: 'mean', of: 'CLEAN', acrossPositions: false } as const;

  it('measures circuits', async () => {
    let [largest, worst, moved] = [0, 0, 0];
    for (const { on, scope, present, value, ...stored } of circuits) {
      expect(present).toHaveLength(all.length);
      const edges = all.filter(
        (edge, number) => present[number] === '1' && (scope === 'HEADS_AND_MLPS' || isBetweenHeads(edge)),
      );
      const result = await measure(edges, value, scope, on);
      const unablated = on === 'CLEAN' ? clean : corrupted;
      for (const [values, expectedValues] of [
        [result.circuit, readFloats(stored.circuit)],
        [result.empty, readFloats(stored.empty)],
        [result.model, unablated],
      ] as const) {
        expect(values).toHaveLength(expectedValues.length);
        expectedValues.forEach((expected, prompt) => {
          const difference = Math.abs(values[prompt]! - expected);
          const tolerance = tolerate(expected, prompt);
          largest = Math.max(largest, difference);
          worst = Math.max(worst, difference / tolerance);
          expect(difference, JSON.stringify({ on, scope, value })).toBeLessThan(tolerance);
          if (Math.abs(expected - unablated[prompt]!) > 20 * tolerance) moved++;
        });
      }
    }
    const share = moved / circuits.length / pairs.length / 2;
    printed.push(
      `  ${model} ${set}: ${largest.toExponential(1)} (${(100 * worst).toFixed(0)}% of tolerated), ${(100 * share).toFixed(0)}% moved`,
    );
    // Otherwise an engine that ablates nothing would pass.
    expect(share).toBeGreaterThan(0.8);
  });

  it('gives the base run for all edges, and the other prompt for none when its values replace them', async () => {
    const whole = await measure(all, { kind: 'source' });
    expect(whole.circuit).toEqual(whole.model);
    expectClose(whole.model, clean, 'all edges');
    expectClose(whole.empty, corrupted, 'no edges');
    const between = await measure(listEdges(sizes, 'HEADS'), MEAN, 'HEADS');
    expect(between.circuit).toEqual(between.model);
  });

  it('equals a circuit of nodes when every edge of the absent nodes is absent', async () => {
    const nodes = listNodes(sizes, 'HEADS_AND_MLPS');
    for (const seed of [0, 1, 2]) {
      const kept = shuffle(nodes, createRandom(seed)).slice(0, 4 + 4 * seed);
      const isKept = ({ senderLayer, senderHead }: CircuitEdge): boolean =>
        senderLayer === null ||
        kept.some(({ layer, head }: CircuitNode) => layer === senderLayer && head === senderHead);
      const request = { experiment: experiment('CLEAN'), scope: 'HEADS_AND_MLPS', value: MEAN } as const;
      const ofNodes = await core.circuit({
        ...request,
        nodes: kept,
        metric: 'logit_diff',
        part: 'faithfulness',
        options: { seeds: [] },
      });
      const ofEdges = await measure(
        all.filter((edge) => isKept(edge)),
        MEAN,
      );
      expectClose(ofEdges.circuit, ofNodes.circuit, `seed ${seed}`);
    }
  });

  it('equals the path patch of one absent edge, with frozen MLPs', async () => {
    const between = shuffle(listEdges(sizes, 'HEADS'), createRandom(7)).slice(0, 5);
    const { number } = createEdgeNumbering(sizes);
    for (const edge of between) {
      const { senderLayer, senderHead, input, receiverLayer, receiverHead } = edge;
      const place = { position: null, src: null };
      const { patched } = await core.intervene({
        experiment: experiment('CLEAN'),
        sets: [[{ site: PATCH_SITES.Z, layer: senderLayer!, head: senderHead, ...place }]],
        value: { kind: 'source' },
        path: {
          receivers: [
            {
              site: PATCH_SITES[input as 'Q' | 'K' | 'V'],
              layer: receiverLayer!,
              head: receiverHead,
              ...place,
            },
          ],
          mlps: 'frozen',
          layerNorm: 'recomputed',
        },
      });
      for (const scope of ['HEADS', 'HEADS_AND_MLPS'] as const) {
        const others = listEdges(sizes, scope).filter((other) => number(other) !== number(edge));
        const { circuit } = await measure(others, { kind: 'source' }, scope);
        expectClose(circuit, readMetric(patched[0]!, 'logit_diff'), `${scope} ${nameEdge(edge)}`);
      }
    }
  });
});
