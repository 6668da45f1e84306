/**
 * "Stop when the interval is below x": a run of several batches ends when its means are precise enough.
 *
 * After each batch the 95% t intervals of the mean effects are computed, each over the mean gap, so in units of recovery. A run
 * stops when half the width of every interval of every sweep that counts is below x. The widest one decides, so that no cell is
 * chosen by its values, and the sign and size of a mean play no part. The gap's own spread is not part of an interval, as in
 * statistics/normalisation.ts.
 *
 * Looking after each batch and stopping when the spread happens to look small makes intervals cover a little less than 95%:
 * coverage tends to 95% as x tends to 0 (Chow and Robbins 1965, "On the asymptotic theory of fixed-width sequential confidence
 * intervals for the mean"). So there is a least number of pairs before the first look. Intervals are of one cell each, not of
 * all cells together. The pairs that are used are those of the first batches, not a random sample of all.
 */
import { isGapTooSmall, type Gap } from './effect';
import type { MetricId } from './metrics';
import type { Moments } from './moments';
import { BATCH_PAIRS } from './pair-batches';
import type { SweepKind } from './sites';
import { quantileT } from './statistics/student-t';

export interface StopRule {
  /** Half-width below which an interval is narrow enough, as recovery: above 0 and below 1. */
  readonly interval: number;
  /** The sweep whose intervals count; null for all of the run. */
  readonly sweep: SweepKind | null;
  /** Pairs before the first look. */
  readonly minPairs: number;
}

/** How a run was stopped. */
export interface EarlyStop {
  /** Pairs that its numbers are over. */
  readonly pairs: number;
  /** Half the width of the widest interval that counted, as recovery. */
  readonly interval: number;
}

/** Pairs before the first look, unless the rule says otherwise. */
export const DEFAULT_STOP_PAIRS = 4 * BATCH_PAIRS;
/** Fewest pairs before the first look: the standard deviation of 128 normal values has a standard error of 6%. */
export const MIN_STOP_PAIRS = 2 * BATCH_PAIRS;

const CONFIDENCE = 0.95;

/**
 * Half the width of the widest 95% interval of a mean effect over the mean gap, as recovery.
 *
 * @param moments of the effect of each cell. Cells that apply to no pair are left out.
 * @param gap of the means over the same pairs.
 * @returns infinite where a cell applies to one pair, or the gap is too small to normalise by.
 */
export function measureWidestInterval({ count, m2 }: Moments, gap: Gap, metric: MetricId): number {
  if (isGapTooSmall(gap, metric)) return Infinity;
  let widest = 0;
  const quantiles = new Map<number, number>();
  for (const [cell, pairs] of count.entries()) {
    if (pairs === 0) continue;
    if (pairs === 1) return Infinity;
    let quantile = quantiles.get(pairs);
    if (quantile === undefined) quantiles.set(pairs, (quantile = quantileT((1 + CONFIDENCE) / 2, pairs - 1)));
    widest = Math.max(widest, quantile * Math.sqrt(m2[cell]! / (pairs - 1) / pairs));
  }
  return widest / Math.abs(gap.source - gap.base);
}
