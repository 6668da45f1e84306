/** Compares a replication with the run that it repeats: every stored value of every sweep and metric. */
import { z } from 'zod';
import { countCells } from '../../domain/cell';
import { METRIC_IDS, type MetricId } from '../../domain/metrics';
import { findLargestDifference, isWithin, measureExcess, tolerateValue } from '../../domain/replication';
import type { Database, PromptPair, Run } from '../db';
import { decodeSweepDirection, jsonColumn } from '../db/codec';
import { listStoredMetrics, readMetrics } from '../runs/experiment';
import { readBatches } from '../runs/results/read-batches';
import { readShape } from '../runs/stored-run';
import { findBaselines } from '../runs/claims/evaluate';

const metricDifference = z.object({
  metric: z.enum(METRIC_IDS as [MetricId, ...MetricId[]]),
  /** In the metric's unit; null where a value is missing or not finite in one of the runs. */
  difference: z.number().nullable(),
  tolerance: z.number(),
});
/** The largest difference in each metric, as a share of its tolerance. */
export type MetricDifference = z.infer<typeof metricDifference>;

/** Reads a stored comparison. @throws DATABASE_UNAVAILABLE for text that is not one. */
export const decodeComparison = jsonColumn('Evidence.comparison', z.array(metricDifference));

/** The result of a comparison. */
export interface Comparison {
  /** Whether every value is the same within its tolerance, and nothing is missing. */
  readonly isSame: boolean;
  readonly metrics: readonly MetricDifference[];
}

/** Other programs sum in another order: their float32 numbers may differ by this many tolerances, as exported notebooks allow. */
export const ELSEWHERE_TOLERANCES = 10;

/**
 * Compares the values of two runs of one experiment, sweep by sweep; edges and joint patches are not compared.
 *
 * @param tolerances how many tolerances a value may differ by.
 */
export async function compareRuns(
  db: Database,
  original: Run,
  replication: Run,
  tolerances = 1,
): Promise<Comparison> {
  const tolerate = (metric: MetricId, gap: number, value: number): number =>
    tolerances * tolerateValue(metric, gap, value);
  const [pairs, otherPairs] = await Promise.all([readPairs(db, original), readPairs(db, replication)]);
  const select = { id: true, kind: true, direction: true, shape: true };
  const sweeps = await db.sweep.findMany({ where: { runId: original.id }, select, orderBy: { id: 'asc' } });
  const others = await db.sweep.findMany({
    where: { runId: replication.id },
    select,
    orderBy: { id: 'asc' },
  });
  const metrics: MetricDifference[] = [];
  for (const metric of listStoredMetrics(readMetrics(original))) {
    let worst: MetricDifference = { metric, difference: 0, tolerance: tolerate(metric, 0, 0) };
    const accept = (found: MetricDifference): void => {
      if (computeExcess(found) > computeExcess(worst)) worst = found;
    };
    for (const sweep of sweeps) {
      const direction = decodeSweepDirection(sweep.direction);
      const base = await findBaselines(db, original, pairs, { direction, metric });
      const otherBase = await findBaselines(db, replication, otherPairs, { direction, metric });
      const missing = { metric, difference: null, tolerance: tolerate(metric, 0, 0) };
      const other = others.find(
        ({ kind, direction: of, shape }) =>
          kind === sweep.kind && of === sweep.direction && shape === sweep.shape,
      );
      if (!other || base.clean.length !== otherBase.clean.length) {
        accept(missing);
        continue;
      }
      const computePromptGap = (prompt: number): number => base.clean[prompt]! - base.corrupted[prompt]!;
      const compare = (
        a: ArrayLike<number>,
        b: ArrayLike<number>,
        size: number,
        findPrompt = (row: number): number => row,
      ): void => {
        const found = findLargestDifference(a, b, (at) =>
          tolerate(metric, computePromptGap(findPrompt(Math.floor(at / size))), a[at]!),
        );
        if (!found) return;
        const difference = Number.isFinite(found.difference) ? found.difference : null;
        accept({ metric, difference, tolerance: Number.isFinite(found.tolerance) ? found.tolerance : 0 });
      };
      const cells = countCells(readShape(sweep));
      let compared = 0;
      for await (const { prompts, values } of readBoth(
        db,
        [original, sweep.id],
        [replication, other.id],
        metric,
      )) {
        compared += prompts.length;
        compare(values[0], values[1], cells, (row) => prompts[row]!);
      }
      if (compared < base.clean.length) {
        accept(missing);
        continue;
      }
      compare(base.clean, otherBase.clean, 1);
      compare(base.corrupted, otherBase.corrupted, 1);
    }
    metrics.push(worst);
  }
  return { isSame: metrics.every(isSameMetric), metrics };
}

function isSameMetric({ difference, tolerance }: MetricDifference): boolean {
  return difference !== null && isWithin({ difference, tolerance });
}

function computeExcess({ difference, tolerance }: MetricDifference): number {
  return difference === null ? Infinity : measureExcess({ difference, tolerance });
}

/** The pairs of a run of one batch, whose baselines they have. */
async function readPairs({ promptPair }: Database, { id, batches }: Run): Promise<PromptPair[]> {
  return batches > 1 ? [] : promptPair.findMany({ where: { runId: id }, orderBy: { index: 'asc' } });
}

/** The values of two sweeps in a metric, batch by batch; ends at the first batch that is missing or differs in its pairs. */
async function* readBoth(
  db: Database,
  [run, sweepId]: readonly [Run, number],
  [otherRun, otherId]: readonly [Run, number],
  metric: MetricId,
): AsyncGenerator<{ prompts: readonly number[]; values: readonly [Float32Array, Float32Array] }, void> {
  const others = readBatches(db, otherRun, otherId, metric);
  for await (const { indices, values } of readBatches(db, run, sweepId, metric)) {
    const { value: other } = await others.next();
    if (!other || other.values.length !== values.length) return;
    if (other.indices.some((index, row) => index !== indices[row])) return;
    yield { prompts: indices, values: [values, other.values] };
  }
}
