/** Cached activations equal those of TransformerLens 3.9.0: residual stream, values and head outputs of an unpatched run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readGolden, type GoldenSet } from '../golden/read-golden';
import { writeSeededModel } from '../golden/seeded-weights';
import { runCached } from './forward';
import { createModelDirectories } from '../models/models';
import { createModelStore } from '../worker/model-store';

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-activations-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(['odd-shape', 'patchbay-mini'] as const)('%s', async (name) => {
  const golden = await readGolden(name);
  if (golden.shape) await writeSeededModel(path.join(folder, name), golden.shape, golden.seed!);
  const store = createModelStore(
    createModelDirectories([golden.shape ? folder : path.resolve('models')]),
    2 ** 30,
  );
  afterAll(() => store.close());

  it.each(golden.sets.map((set): [string, GoldenSet] => [set.name, set]))('%s', async (_name, set) => {
    const block = await store.withModel(name, async (model) => {
      const run = await runCached(model, [set.pairs[0]!.clean], async () => {});
      return run.blocks[set.layer]!;
    });
    for (const [computed, expected] of [
      [block.pre, set.residPre],
      [block.v, set.v],
      [block.z, set.z],
    ] as const) {
      expect(expected.length).toBeGreaterThan(0);
      expect(computed).toHaveLength(expected.length);
      expect(largestRelativeDifference(computed, expected)).toBeLessThan(1e-5);
    }
  });
});

/** Largest |difference|, relative to the largest |expected| value (at least 1); NaN counts as infinite. */
function largestRelativeDifference(computed: Float32Array, expected: Float32Array): number {
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  return expected.reduce((largest, value, index) => {
    const difference = Math.abs(computed[index]! - value) / scale;
    return Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }, 0);
}
