/** The values of a sweep as a small heatmap. */
import { indexToCoordinates } from '../../../domain/cell';
import { isGapTooSmall } from '../../../domain/effect';
import { readMeanGap, sweepValues, type SweepData } from '../results/sweep-view';

/** Longest side of a small heatmap, in cells. */
const MAX_SIDE = 64;

/**
 * At most MAX_SIDE cells a side, layers by heads or positions: cells that share one are merged into the largest by |value|.
 *
 * @returns mean recovery, or the change of the logit difference in logits where recovery is undefined; row-major.
 */
export function shrinkSweep(sweep: SweepData): { shape: [number, number]; values: number[] } {
  const [rows = 1] = sweep.shape;
  const byHead = sweep.axes.includes('head');
  const columns = sweep.shape[sweep.axes.indexOf(byHead ? 'head' : 'position')] ?? 1;
  const gap = readMeanGap(sweep);
  const isUndefined = isGapTooSmall(gap);
  const values = sweepValues(sweep, !isUndefined, null).map((value) =>
    isUndefined ? value - gap.base : value,
  );
  const shape: [number, number] = [Math.min(rows, MAX_SIDE), Math.min(columns, MAX_SIDE)];
  const merged = Array.from({ length: shape[0] * shape[1] }, () => 0);
  values.forEach((value, index) => {
    const { layer, head, position } = indexToCoordinates(sweep, index);
    const row = Math.floor((layer * shape[0]) / rows);
    const column = Math.floor(((byHead ? head! : position!) * shape[1]) / columns);
    const cell = row * shape[1] + column;
    if (Math.abs(value) > Math.abs(merged[cell]!)) merged[cell] = value;
  });
  return { shape, values: merged };
}
