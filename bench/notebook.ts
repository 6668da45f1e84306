/**
 * Every sweep kind at GPT-2 small's shape, against what the machine's own matrix product reaches.
 *
 * Seeded weights, eight prompts of 16 tokens that differ at position 11, as the notebook's do. Raw logit differences are
 * compared with TransformerLens' golden arrays on the way; heads by position have none at this shape (`--peer` has).
 */
import path from 'node:path';
import { compareSweep, experimentOf, readGolden, type GoldenSet } from '../server/engine/golden/read-golden';
import { writeSeededModel } from '../server/engine/golden/seeded-weights';
import type { SweepResult } from '../server/engine/types';
import { describeEngine, runKinds, seconds, withEngine, withModelFolder } from './engine';
import { measurePeak, PEAK } from './peak';
import { HEADS_BY_POSITION, NOTEBOOK } from './sets';

const CASE = 'gpt2-small-shape';

/** Prints the table. */
export async function benchNotebook(): Promise<void> {
  const golden = await readGolden(CASE);
  const set = golden.sets[0]!;
  const experiment = experimentOf(CASE, set, 'DENOISING');
  await withModelFolder(async (folder) => {
    await writeSeededModel(path.join(folder, CASE), golden.shape!, golden.seed!);
    console.log(await describeEngine());
    const before = await measurePeak();
    console.log(
      `matrix product ${PEAK.rows} x ${PEAK.inner} x ${PEAK.columns}: ${before.toFixed(0)} GFLOP/s (best of 8)\n`,
    );
    await withEngine(folder, async (core) => {
      const loading = performance.now();
      await core.predict(CASE, set.pairs[0]!.clean, 1);
      console.log(`weights on disk to first answer: ${seconds(performance.now() - loading)} s`);
      const notebook = await runKinds(core, experiment, NOTEBOOK.kinds);
      const byPosition = await runKinds(core, experiment, HEADS_BY_POSITION.kinds);
      const after = await measurePeak();
      const peak = Math.max(before, after);
      console.table([...notebook.sweeps, ...byPosition.sweeps].map((sweep) => rowOf(sweep, set, peak)));
      for (const [title, { sweeps, elapsedMs }] of [
        [NOTEBOOK.title, notebook],
        [HEADS_BY_POSITION.title, byPosition],
      ] as const) {
        const flops = sweeps.reduce((sum, sweep) => sum + sweep.flops, 0);
        const rate = flops / elapsedMs / 1e6;
        console.log(
          `${title}: ${seconds(elapsedMs)} s, ${(flops / 1e12).toFixed(2)} TFLOP, ${rate.toFixed(0)} GFLOP/s, ${percent(rate / peak)} of the matrix product`,
        );
      }
      console.log(`matrix product before and after: ${before.toFixed(0)}, ${after.toFixed(0)} GFLOP/s`);
      const checks = notebook.provenance.checks.map(
        ({ name, maxAbsDifference }) => `${name} ${maxAbsDifference.toExponential(1)}`,
      );
      console.log(`checks: ${checks.join(', ')}`);
    });
  });
  console.log(`peak memory of this process: ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB`);
}

function rowOf(sweep: SweepResult, set: GoldenSet, peak: number) {
  const expected = set.sweeps.find(({ kind, direction }) => kind === sweep.kind && direction === 'DENOISING');
  const rate = sweep.flops / sweep.elapsedMs / 1e6;
  return {
    sweep: sweep.kind,
    seconds: seconds(sweep.elapsedMs),
    'plan GFLOP': (sweep.flops / 1e9).toFixed(1),
    'GFLOP/s': rate.toFixed(0),
    'of peak': percent(rate / peak),
    'largest |difference|': expected
      ? compareSweep(set, expected, sweep.values).difference.toExponential(1)
      : 'no golden array',
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}
