/** Compares a replication with the run that it repeats: every stored value of every sweep and metric. */
import { z } from 'zod';
import { METRIC_IDS, type MetricId } from '../../domain/metrics';
import { findLargestDifference, isWithin, measureExcess, tolerateValue } from '../../domain/replication';
import type { Database, Run } from '../db';
import { decodeSweepDirection, jsonColumn } from '../db/codec';
import { listStoredMetrics, readMetrics } from '../runs/experiment';
import { decodeFloats } from '../runs/results/float-bytes';
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
  const pairs = await db.promptPair.findMany({ where: { runId: original.id }, orderBy: { index: 'asc' } });
  const otherPairs = await db.promptPair.findMany({
    where: { runId: replication.id },
    orderBy: { index: 'asc' },
  });
  const select = { id: true, kind: true, direction: true, shape: true };
  const sweeps = await db.sweep.findMany({ where: { runId: original.id }, select });
  const others = await db.sweep.findMany({ where: { runId: replication.id }, select });
  const metrics: MetricDifference[] = [];
  for (const metric of listStoredMetrics(readMetrics(original))) {
    let worst: MetricDifference = { metric, difference: 0, tolerance: tolerate(metric, 0, 0) };
    const accept = (found: MetricDifference): void => {
      if (excessOf(found) > excessOf(worst)) worst = found;
    };
    for (const sweep of sweeps) {
      const direction = decodeSweepDirection(sweep.direction);
      const base = await findBaselines(db, original.id, pairs, { direction, metric });
      const otherBase = await findBaselines(db, replication.id, otherPairs, { direction, metric });
      const missing = { metric, difference: null, tolerance: tolerate(metric, 0, 0) };
      const other = others.find(
        ({ kind, direction: of, shape }) =>
          kind === sweep.kind && of === sweep.direction && shape === sweep.shape,
      );
      const values = other && (await readPair(db, [sweep.id, other.id], metric));
      if (!values || pairs.length !== otherPairs.length) {
        accept(missing);
        continue;
      }
      const gapOf = (prompt: number): number => base.clean[prompt]! - base.corrupted[prompt]!;
      const cells = values[0].length / pairs.length;
      const compare = (a: ArrayLike<number>, b: ArrayLike<number>, size: number): void => {
        const found = findLargestDifference(a, b, (at) =>
          tolerate(metric, gapOf(Math.floor(at / size)), a[at]!),
        );
        if (!found) return;
        const difference = Number.isFinite(found.difference) ? found.difference : null;
        accept({ metric, difference, tolerance: Number.isFinite(found.tolerance) ? found.tolerance : 0 });
      };
      compare(values[0], values[1], cells);
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

function excessOf({ difference, tolerance }: MetricDifference): number {
  return difference === null ? Infinity : measureExcess({ difference, tolerance });
}

/** The values of two sweeps in a metric; null when one is missing or they differ in length. */
async function readPair(
  { sweepValue }: Database,
  [a, b]: readonly [number, number],
  metric: MetricId,
): Promise<readonly [Float32Array, Float32Array] | null> {
  const one = await sweepValue.findUnique({ where: { sweepId_metric: { sweepId: a, metric } } });
  const other = await sweepValue.findUnique({ where: { sweepId_metric: { sweepId: b, metric } } });
  if (!one || !other || one.values.length !== other.values.length) return null;
  return [decodeFloats(one.values), decodeFloats(other.values)];
}
