/**
 * Every sweep kind at GPT-2 small's shape, compared with this machine's matrix product.
 *
 * Rates count the operations of the plan: what causality leaves of each patched run, row by row. The engine does up to a sixth
 * less (rows that enter alone, the last block seen from its last position), so that a rate may pass what was computed.
 *
 * Seeded weights, eight prompts of 16 tokens that differ at position 11, as the notebook's do. Raw logit differences are
 * compared with TransformerLens' golden arrays on the way; heads by position have none at this shape (`--peer` has).
 */
import path from 'node:path';
import {
  compareSweep,
  createExperiment,
  readGolden,
  type GoldenSet,
} from '../server/engine/golden/read-golden';
import { writeSeededModel } from '../server/engine/golden/seeded-weights';
import { readMetric, type SweepResult } from '../server/engine/api';
import { describeEngine, measureSweep, runKinds, seconds, withEngine, withModelFolder } from './engine';
import { PEAK_TEXT, withPeak, type Peak } from './peak';
import { HEADS_BY_POSITION, NOTEBOOK } from './sets';

const CASE = 'gpt2-small-shape';

/** Prints the table. */
export async function benchNotebook(): Promise<void> {
  const golden = await readGolden(CASE);
  const set = golden.sets[0]!;
  const experiment = createExperiment(CASE, set, 'DENOISING');
  await withModelFolder(async (folder) => {
    await writeSeededModel(path.join(folder, CASE), golden.shape!, golden.seed!);
    console.log(await describeEngine());
    console.log(`peak: ${PEAK_TEXT}\n`);
    await withPeak((measurePeak) =>
      withEngine(folder, async (core) => {
        const loading = performance.now();
        await core.predict(CASE, set.pairs[0]!.clean, 1);
        console.log(`weights on disk to first answer: ${seconds(performance.now() - loading)} s`);
        const rows: Record<string, string>[] = [];
        let before = await measurePeak();
        /** A row of the table. Its rate is compared with the peaks just before and after it. */
        const measure = async (
          name: string,
          work: () => Promise<{ ms: number; sweeps: readonly SweepResult[] }>,
        ) => {
          const { ms, sweeps } = await work();
          const after = await measurePeak();
          rows.push(findRow(name, ms, sweeps, set, [before, after]));
          before = after;
        };
        // Warms up caches and threads.
        await runKinds(core, experiment, ['RESID_PRE', 'HEAD_V']);
        for (const group of [NOTEBOOK, HEADS_BY_POSITION]) {
          for (const kind of group.kinds) {
            await measure(kind, async () => {
              const { ms, sweep } = await measureSweep(core, experiment, kind);
              return { ms, sweeps: [sweep] };
            });
          }
          await measure(group.title, async () => {
            const { elapsedMs, sweeps } = await runKinds(core, experiment, group.kinds);
            return { ms: elapsedMs, sweeps };
          });
        }
        console.table(rows);
        const { provenance } = await runKinds(core, experiment, ['MLP_OUT']);
        const checks = provenance.checks.map(
          ({ name, kind = '', maxAbsDifference }) => `${name} ${kind} ${maxAbsDifference.toExponential(1)}`,
        );
        console.log(`checks: ${checks.join(', ')}`);
      }),
    );
  });
  console.log(`peak memory of this process: ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB`);
}

function findRow(
  name: string,
  ms: number,
  sweeps: readonly SweepResult[],
  set: GoldenSet,
  peaks: readonly Peak[],
): Record<string, string> {
  const rate = sweeps.reduce((sum, { flops }) => sum + flops, 0) / ms / 1e6;
  const mean = (pick: (peak: Peak) => number): number =>
    peaks.reduce((sum, peak) => sum + pick(peak), 0) / peaks.length;
  const differences = sweeps.flatMap(({ kind, values }) => {
    const expected = set.sweeps.find((sweep) => sweep.kind === kind && sweep.direction === 'DENOISING');
    return expected ? [compareSweep(set, expected, readMetric(values, 'logit_diff')).difference] : [];
  });
  return {
    sweep: name,
    seconds: seconds(ms),
    'plan GFLOP': ((rate * ms) / 1e3).toFixed(1),
    'GFLOP/s': rate.toFixed(0),
    'peak sustained': mean(({ sustained }) => sustained).toFixed(0),
    'of it': percent(rate / mean(({ sustained }) => sustained)),
    'of best call': percent(rate / mean(({ best }) => best)),
    'largest |difference|':
      differences.length === sweeps.length ? Math.max(...differences).toExponential(1) : 'no golden array',
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}
