/** Circuits whose outside is ablated, against TransformerLens 3.9.0's hooks, and what must hold of any circuit. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  computeAreas,
  computeFaithfulness,
  listNodes,
  type CircuitNode,
  type NodeScope,
} from '../../../domain/circuit';
import { mean, type RunSide } from '../../../domain/effect';
import { createRandom, shuffle } from '../../../domain/random';
import { readMetric, type Direction, type Experiment } from '../api';
import type { AblatedCircuit, CircuitPartResults } from '../circuits';
import type { PatchValue } from '../interventions';
import { createCore } from '../worker/core';
import { readFloats, readGolden, type GoldenCase, type GoldenSet } from './read-golden';
import { writeSeededModel } from './seeded-weights';

/** golden/circuits.json, by models/reference/make_circuits.py. */
interface Stored {
  readonly cases: readonly {
    readonly case: GoldenCase;
    readonly set: string;
    readonly pairs: GoldenSet['pairs'];
    readonly baseline: Readonly<Record<'clean' | 'corrupted', string>>;
    readonly circuits: readonly {
      readonly on: RunSide;
      readonly scope: NodeScope;
      readonly nodes: readonly CircuitNode[];
      readonly value: PatchValue;
      readonly circuit: string;
      readonly empty: string;
    }[];
    readonly curve: {
      readonly value: PatchValue;
      readonly order: readonly CircuitNode[];
      readonly sizes: readonly number[];
      readonly means: readonly number[];
      readonly model: number;
      readonly empty: number;
      readonly cpr: number;
      readonly cmd: number;
    };
  }[];
}

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-circuits-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const odd = await readGolden('odd-shape');
await writeSeededModel(path.join(folder, 'odd-shape'), odd.shape!, odd.seed!);
const core = createCore({ folders: [folder, path.resolve('models')] });
afterAll(() => core.close());

const printed: string[] = [];
afterAll(() => console.log(`Largest |difference| from TransformerLens, in logits:\n${printed.join('\n')}`));

const file = path.resolve('models', 'reference', 'golden', 'circuits.json');
const { cases } = JSON.parse(await readFile(file, 'utf8')) as Stored;

describe.each(cases)('$case, $set', ({ case: model, set, pairs, baseline, circuits, curve }) => {
  const [clean, corrupted] = [readFloats(baseline.clean), readFloats(baseline.corrupted)];
  const tolerate = (expected: number, prompt: number): number =>
    1e-5 * Math.max(1, Math.abs(clean[prompt]! - corrupted[prompt]!), Math.abs(expected));
  const experiment = (on: RunSide): Experiment => ({
    model,
    direction: (on === 'CLEAN' ? 'NOISING' : 'DENOISING') satisfies Direction,
    pairs: pairs.map((pair) => ({
      clean: pair.clean,
      corrupted: pair.corrupted,
      correct: pair.correct,
      incorrect: pair.incorrect,
    })),
  });
  const measure = (
    circuit: Omit<AblatedCircuit, 'experiment' | 'metric'>,
    on: RunSide = 'CLEAN',
    seeds: readonly number[] = [],
  ): Promise<CircuitPartResults['faithfulness']> =>
    core.circuit({
      ...circuit,
      experiment: experiment(on),
      metric: 'logit_diff',
      part: 'faithfulness',
      options: { seeds },
    });

  it('measures circuits', async () => {
    expect(circuits).toHaveLength(20);
    let [largest, worst, moved] = [0, 0, 0];
    for (const { on, circuit: ofCircuit, empty: ofEmpty, ...circuit } of circuits) {
      const result = await measure(circuit, on);
      const unablated = on === 'CLEAN' ? clean : corrupted;
      for (const [values, stored] of [
        [result.circuit, readFloats(ofCircuit)],
        [result.empty, readFloats(ofEmpty)],
        [result.model, unablated],
      ] as const) {
        expect(values).toHaveLength(stored.length);
        stored.forEach((expected, prompt) => {
          const difference = Math.abs(values[prompt]! - expected);
          const tolerance = tolerate(expected, prompt);
          expect(difference, JSON.stringify(circuit)).toBeLessThan(tolerance);
          largest = Math.max(largest, difference);
          worst = Math.max(worst, difference / tolerance);
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

  it('measures the curve and its areas', async () => {
    const { value, order, sizes } = curve;
    const result = await core.circuit({
      experiment: experiment('CLEAN'),
      nodes: [],
      scope: 'HEADS_AND_MLPS',
      value,
      metric: 'logit_diff',
      part: 'curve',
      options: { order, ranking: 'absolute', sizes, seeds: [] },
    });
    result.points.forEach(({ circuit }, index) =>
      expect(Math.abs(circuit - curve.means[index]!)).toBeLessThan(tolerate(curve.means[index]!, 0)),
    );
    expect(result.points).toHaveLength(sizes.length);
    const gap = { model: result.model, empty: result.empty };
    const { cpr, cmd } = computeAreas(
      result.points.map(({ size, circuit }) => ({
        fraction: size / order.length,
        faithfulness: computeFaithfulness(circuit, gap, 0.01),
      })),
    );
    printed.push(`  ${model} ${set} curve: CPR ${cpr!.toFixed(5)}, CMD ${cmd!.toFixed(5)}`);
    expect(cpr).toBeCloseTo(curve.cpr, 4);
    expect(cmd).toBeCloseTo(curve.cmd, 4);
  });

  const { layers, heads } = {
    layers: Math.max(...curve.order.map(({ layer }) => layer)) + 1,
    heads: Math.max(...curve.order.map(({ head }) => head ?? 0)) + 1,
  };
  const all = listNodes({ layers, heads }, 'HEADS_AND_MLPS');
  const { value } = curve;

  it('gives the base run for all nodes, and the fully ablated run for none', async () => {
    const whole = await measure({ nodes: all, scope: 'HEADS_AND_MLPS', value });
    expect(whole.circuit).toEqual(whole.model);
    const nothing = await measure({ nodes: [], scope: 'HEADS_AND_MLPS', value });
    expect(nothing.circuit).toEqual(nothing.empty);
    const { base, patched } = await core.intervene({
      experiment: experiment('CLEAN'),
      sets: [
        all.map(({ layer, head }) => ({
          site: head === null ? 'MLP_OUT' : 'HEAD_Z',
          layer,
          head,
          position: null,
          src: null,
        })),
      ],
      value,
      path: null,
    });
    expect(whole.model).toEqual(readMetric(base, 'logit_diff'));
    expect(nothing.empty).toEqual(readMetric(patched[0]!, 'logit_diff'));
    expect(mean(nothing.empty)).not.toBeCloseTo(mean(whole.model), 2);
  });

  it('does not depend on the order of nodes', async () => {
    const nodes = shuffle(all, createRandom(1)).slice(0, 7);
    const [one, other] = [
      await measure({ nodes, scope: 'HEADS_AND_MLPS', value }, 'CLEAN', [4]),
      await measure({ nodes: nodes.toReversed(), scope: 'HEADS_AND_MLPS', value }, 'CLEAN', [4]),
    ];
    expect(other).toEqual(one);
  });
});
