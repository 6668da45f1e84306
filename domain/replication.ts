/** Whether two computations of one experiment have the same numbers. */
import { DEFAULT_METRIC, describeMetric, type MetricId } from './metrics';

/** How far engines may differ: the smallest gaps of metrics.ts are a thousand times this. */
const SHARE_OF_SMALLEST_GAP = 0.001;

/**
 * How far a raw value may be from that of another computation, in the metric's unit.
 *
 * Of the logit difference it is 1e-5 times the larger of 1, the gap and the value, as parity with TransformerLens is tested; of
 * other metrics in proportion to the smallest gap. A rank is a count: it must be equal.
 *
 * @param gap source - base of the same prompt, in the metric's unit.
 */
export function tolerateValue(metric: MetricId, gap: number, value: number): number {
  const { minGap } = describeMetric(metric);
  if (!Number.isFinite(minGap)) return 0;
  const unit = SHARE_OF_SMALLEST_GAP * minGap;
  return metric === DEFAULT_METRIC ? unit * Math.max(1, Math.abs(gap), Math.abs(value)) : unit;
}

/** The value that differs most, as a share of its tolerance. */
export interface Difference {
  /** |a - b|, in the metric's unit. */
  readonly difference: number;
  readonly tolerance: number;
  /** Its index. */
  readonly at: number;
}

/**
 * The largest difference of two lists of values, measured by its tolerance; null for empty lists. Values that are both not
 * finite are equal.
 *
 * @param tolerate the tolerance of the value at an index.
 * @throws Error for lists of different lengths.
 */
export function findLargestDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  tolerate: (at: number) => number,
): Difference | null {
  if (a.length !== b.length) throw new Error(`${a.length} values are compared with ${b.length}`);
  let largest: Difference | null = null;
  for (let at = 0; at < a.length; at++) {
    const [one, other] = [a[at]!, b[at]!];
    const difference =
      one === other || (Number.isNaN(one) && Number.isNaN(other)) ? 0 : Math.abs(one - other);
    const found = { difference, tolerance: tolerate(at), at };
    if (largest === null || measureExcess(found) > measureExcess(largest)) largest = found;
  }
  return largest;
}

/** Whether a difference is within its tolerance. NaN is not. */
export function isWithin({ difference, tolerance }: Pick<Difference, 'difference' | 'tolerance'>): boolean {
  return difference <= tolerance;
}

/** A difference in tolerances; above 1 it is too large. */
export function measureExcess({
  difference,
  tolerance,
}: Pick<Difference, 'difference' | 'tolerance'>): number {
  if (difference === 0) return 0;
  return tolerance > 0 && Number.isFinite(difference) ? difference / tolerance : Infinity;
}
