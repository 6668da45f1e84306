/** Parity with TransformerLens 3.9.0: raw logit differences within tolerance.ts, raw logits within 1e-4. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCore } from '../worker/core';
import { createModelDirectories } from '../models/models';
import { createModelStore } from '../worker/model-store';
import {
  compareSweep,
  createExperiment,
  readGolden,
  type GoldenCase,
  type GoldenSet,
  type GoldenSweep,
} from './read-golden';
import { computeSampledSweep } from './sampled-sweep';
import { writeSeededModel } from './seeded-weights';
import { readMetric, type BaselineValues, type Computation, type SweepKind, type SweepResult } from '../api';

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-golden-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const printed: string[] = [];
afterAll(() => console.log(`Largest |difference| from TransformerLens, in logits:\n${printed.join('\n')}`));

/** Kinds compared in the test suite; the whole set of the large shape is compared by `npm run bench`. */
const CASES: Partial<Record<GoldenCase, readonly SweepKind[] | null>> = {
  'odd-shape': null,
  'patchbay-mini': null,
  'gpt2-small-shape': [
    'RESID_PRE',
    'RESID_MID',
    'RESID_POST',
    'MLP_OUT',
    'HEAD_PATTERN',
    'HEAD_PATTERN_DEST_SRC',
  ],
};

for (const [name, only] of Object.entries(CASES) as [GoldenCase, readonly SweepKind[] | null][]) {
  const golden = await readGolden(name);
  describe.sequential(name, () => {
    const folders = golden.shape ? [folder] : [path.resolve('models')];
    let core: Computation;
    it('loads', async () => {
      if (golden.shape) await writeSeededModel(path.join(folder, name), golden.shape, golden.seed!);
      core = createCore({ folders });
      const [prediction] = await core.predict(name, golden.sets[0]!.pairs[0]!.clean, 1);
      expect(prediction!.tokenId).toBe(golden.sets[0]!.top10[0]!.ids[0]);
    });

    for (const set of golden.sets) {
      const directions = [...new Set(set.sweeps.map(({ direction }) => direction))];
      it.each(directions)(`${set.name}: %s sweeps`, async (direction) => {
        const wanted = set.sweeps.filter(
          (sweep) => sweep.direction === direction && (only?.includes(sweep.kind) ?? true),
        );
        const [whole, sampled] = [
          wanted.filter(({ cells }) => cells === null),
          wanted.filter(({ cells }) => cells !== null),
        ];
        const kinds = whole.map(({ kind }) => kind);
        const { sweeps, baseline } = await collect(core, set, direction, kinds, name);
        const compare = (expected: GoldenSweep, values: Float32Array): void => {
          const { difference, ofTolerated } = compareSweep(set, expected, values);
          printed.push(
            `  ${name} ${set.name} ${direction} ${expected.kind}: ${difference.toExponential(1)} (${(100 * ofTolerated).toFixed(0)}% of tolerated)`,
          );
          expect(ofTolerated, `${expected.kind} ${direction}`).toBeLessThan(1);
        };
        for (const side of ['clean', 'corrupted'] as const) {
          baseline[side].forEach((value, index) => expect(value).toBeCloseTo(set.baseline[side][index]!, 4));
        }
        for (const expected of whole) {
          const sweep = sweeps.find(({ kind }) => kind === expected.kind)!;
          expect(sweep.shape).toEqual(expected.shape);
          compare(expected, readMetric(sweep.values, 'logit_diff'));
        }
        if (sampled.length === 0) return;
        const store = createModelStore(createModelDirectories(folders), Infinity);
        await store.withModel(name, async (model) => {
          for (const expected of sampled) compare(expected, await computeSampledSweep(model, set, expected));
        });
        await store.close();
      });

      it(`${set.name}: predictions and attention`, async () => {
        for (const [index, expected] of set.top10.entries()) {
          const predictions = await core.predict(name, set.pairs[index]!.clean, 10);
          expect(predictions.map(({ tokenId }) => tokenId)).toEqual(expected.ids);
          predictions.forEach(({ logit, probability }, rank) => {
            expect(Math.abs(logit - expected.logits[rank]!)).toBeLessThan(1e-4);
            expect(Math.abs(probability - expected.probabilities[rank]!)).toBeLessThan(1e-5);
          });
        }
        const prompts = set.pairs.map(({ clean }) => clean);
        const size = prompts[0]!.length ** 2;
        for (let head = 0; head < set.pattern.length / size; head++) {
          const pattern = await core.attention({ model: name, prompts, layer: set.layer, head });
          pattern.forEach((value, cell) =>
            expect(Math.abs(value - set.pattern[head * size + cell]!)).toBeLessThan(1e-5),
          );
        }
      });
    }

    afterAll(() => core.close());
  });
}

async function collect(
  core: Computation,
  set: GoldenSet,
  direction: 'DENOISING' | 'NOISING',
  kinds: SweepKind[],
  name: string,
) {
  const sweeps: SweepResult[] = [];
  let baseline: BaselineValues = { clean: new Float32Array(), corrupted: new Float32Array() };
  const provenance = await core.run(createExperiment(name, set, direction), kinds, {
    onEvent(event) {
      if (event.type === 'sweep') sweeps.push(event.sweep);
      if (event.type === 'baseline') baseline = readMetric(event.baseline.values, 'logit_diff');
    },
  });
  expect(provenance.checks.filter(({ passed }) => !passed)).toEqual([]);
  return { sweeps, baseline };
}
