/** The values of a sweep as a small heatmap. */
import { indexToCoordinates } from '../../../domain/cell';
import { isGapTooSmall } from '../../../domain/effect';
import { isWorthFolding, MAX_SMALL_SIDE } from '../../../domain/fold-positions';
import { readMeanGap, sweepValues, type SweepData } from '../results/sweep-view';

/** Smaller shares of the largest |value| have the colour of 0. */
const DRAWN = 1 / 240;

/**
 * At most MAX_SMALL_SIDE cells a side, layers by heads or positions: cells that share one are merged into the largest by |value|. Positions
 * before the first effect, where prompts begin alike, are one column if a run's page folds as many.
 *
 * @returns mean recovery, or the change of the logit difference in logits where recovery is undefined; row-major.
 */
export function shrinkSweep(sweep: SweepData): { shape: [number, number]; values: number[] } {
  const [rows = 1] = sweep.shape;
  const byHead = sweep.axes.includes('head');
  const steps = sweep.shape[sweep.axes.indexOf(byHead ? 'head' : 'position')] ?? 1;
  const gap = readMeanGap(sweep);
  const isUndefined = isGapTooSmall(gap);
  const values = sweepValues(sweep, !isUndefined, null).map((value) =>
    isUndefined ? value - gap.base : value,
  );
  const stepAt = (index: number): number => {
    const { head, position } = indexToCoordinates(sweep, index);
    return byHead ? head! : position!;
  };
  const first = byHead ? 0 : findFirstEffect(values, stepAt, steps);
  const folded = isWorthFolding(first, steps) ? first - 1 : 0;
  const columns = steps - folded;
  const shape: [number, number] = [Math.min(rows, MAX_SMALL_SIDE), Math.min(columns, MAX_SMALL_SIDE)];
  const merged = Array.from({ length: shape[0] * shape[1] }, () => 0);
  values.forEach((value, index) => {
    const row = Math.floor((indexToCoordinates(sweep, index).layer * shape[0]) / rows);
    const column = Math.floor((Math.max(0, stepAt(index) - folded) * shape[1]) / columns);
    const cell = row * shape[1] + column;
    if (Math.abs(value) > Math.abs(merged[cell]!)) merged[cell] = value;
  });
  return { shape, values: merged };
}

/** The first step with a value that is seen; all steps where there is none. */
function findFirstEffect(values: Float64Array, stepAt: (index: number) => number, steps: number): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
  return values.reduce(
    (first, value, index) =>
      largest > 0 && Math.abs(value) > DRAWN * largest ? Math.min(first, stepAt(index)) : first,
    steps,
  );
}
