/** Sweeps that are split into several waves and calls give the same numbers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readMetric, SWEEP_KINDS, type SweepKind } from '../api';
import { compareSweep, createExperiment, readGolden } from '../golden/read-golden';
import { writeSeededModel } from '../golden/seeded-weights';
import { createCore } from '../worker/core';
import type { PatchingLimits } from './limits';

const NAME = 'odd-shape';
const golden = await readGolden(NAME);
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-limits-'));
await writeSeededModel(path.join(folder, NAME), golden.shape!, golden.seed!);
afterAll(() => rm(folder, { recursive: true, force: true }));
const set = golden.sets.find(({ pairs }) => pairs.length > 1)!;
const DIRECTION = 'DENOISING';
const wanted = set.sweeps.filter(({ direction }) => direction === DIRECTION);

/** All sweeps, and the number of layers of waves that were computed for them. */
async function run(limits?: PatchingLimits) {
  const core = createCore({ folders: [folder], limits });
  const sweeps = new Map<SweepKind, Float32Array>();
  let layersOfWaves = 0;
  const { checks } = await core.run(createExperiment(NAME, set, DIRECTION), SWEEP_KINDS, {
    onEvent(event) {
      if (event.type === 'progress') layersOfWaves++;
      if (event.type === 'sweep') sweeps.set(event.sweep.kind, readMetric(event.sweep.values, 'logit_diff'));
    },
  });
  await core.close();
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  return { sweeps, layersOfWaves };
}

const whole = await run();

it.each<[string, PatchingLimits]>([
  ['one patched run a wave and a call', { waveBytes: 1, maxRows: 1 }],
  ['some patched runs a wave, several calls a layer', { waveBytes: 60_000, maxRows: 37 }],
  ['all patched runs in one wave, many calls a layer', { waveBytes: 2 ** 30, maxRows: 8 }],
])('%s', async (_name, limits) => {
  const split = await run(limits);
  expect(split.layersOfWaves).toBeGreaterThan(whole.layersOfWaves);
  expect(wanted.map(({ kind }) => kind)).toEqual(SWEEP_KINDS);
  for (const expected of wanted) {
    const values = split.sweeps.get(expected.kind)!;
    expect(compareSweep(set, expected, values).ofTolerated, expected.kind).toBeLessThan(1);
    whole.sweeps.get(expected.kind)!.forEach((value, cell) => {
      const difference = Math.abs(values[cell]! - value);
      expect(difference, `${expected.kind} ${cell}`).toBeLessThan(5e-6 * Math.max(1, Math.abs(value)));
    });
  }
});
