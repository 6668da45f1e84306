/**
 * Which prompt pairs of a run are worth computing, by the logit differences of their unpatched runs: a filter that is chosen before
 * a run and saved with it.
 */
import type { Baselines } from './effect';

/** What pairs must satisfy. */
export interface PairFilter {
  /** Least gap, clean minus corrupted logit difference, in logits; null for any. */
  readonly minGap: number | null;
  /** Whether the model must prefer the correct answer on the clean prompt and the incorrect one on the corrupted prompt. */
  readonly onlyRight: boolean;
  /** Whether pairs whose gap is far from the others are left out: see `findOutliers`. */
  readonly dropsOutliers: boolean;
}

/** Why a pair is left out, in the order in which the conditions are checked. */
export const LEFT_OUT_REASONS = ['GAP_TOO_SMALL', 'CLEAN_WRONG', 'CORRUPTED_RIGHT', 'OUTLIER'] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export interface LeftOutPair {
  /** Index of the pair. */
  readonly index: number;
  readonly reason: LeftOutReason;
}

/** Pairs that a filter keeps, by index, ascending, and those that it leaves out. */
export interface FilteredPairs {
  readonly kept: readonly number[];
  readonly leftOut: readonly LeftOutPair[];
}

/** Whether a filter can leave out anything. */
export function isFiltering({ minGap, onlyRight, dropsOutliers }: PairFilter): boolean {
  return minGap !== null || onlyRight || dropsOutliers;
}

/** Pairs from which on outliers are told apart. */
const FEWEST_PAIRS = 8;
/** Interquartile ranges beyond the quartiles (Tukey 1977, "far out"). */
const FAR_OUT = 3;

/**
 * Pairs whose gap is more than three interquartile ranges below the first quartile or above the third one. Quartiles are linearly
 * interpolated, as numpy.percentile.
 *
 * @param gaps finite.
 * @returns indices, ascending; none for fewer than 8 pairs.
 */
export function findOutliers(gaps: readonly number[]): number[] {
  if (gaps.length < FEWEST_PAIRS) return [];
  const sorted = gaps.toSorted((a, b) => a - b);
  const quantile = (share: number): number => {
    const at = share * (sorted.length - 1);
    const below = Math.floor(at);
    return sorted[below]! + (at - below) * (sorted[Math.ceil(at)]! - sorted[below]!);
  };
  const [first, third] = [quantile(0.25), quantile(0.75)];
  const reach = FAR_OUT * (third - first);
  return gaps.flatMap((gap, index) => (gap < first - reach || gap > third + reach ? [index] : []));
}

/** Applies a filter. Outliers are found among all pairs, whatever else leaves them out. @param baselines [pair], in logits. */
export function filterPairs({ clean, corrupted }: Baselines, filter: PairFilter): FilteredPairs {
  const gaps = Array.from(clean, (value, index) => value - corrupted[index]!);
  const outliers = new Set(filter.dropsOutliers ? findOutliers(gaps) : []);
  const judge = (index: number): LeftOutReason | null => {
    if (filter.minGap !== null && !(gaps[index]! >= filter.minGap)) return 'GAP_TOO_SMALL';
    if (filter.onlyRight && !(clean[index]! > 0)) return 'CLEAN_WRONG';
    if (filter.onlyRight && !(corrupted[index]! < 0)) return 'CORRUPTED_RIGHT';
    return outliers.has(index) ? 'OUTLIER' : null;
  };
  const kept: number[] = [];
  const leftOut: LeftOutPair[] = [];
  for (const index of gaps.keys()) {
    const reason = judge(index);
    if (reason === null) kept.push(index);
    else leftOut.push({ index, reason });
  }
  return { kept, leftOut };
}

/** How many pairs are left out for each reason that occurs, in the order of the reasons. */
export function countLeftOut(
  leftOut: readonly LeftOutPair[],
): { readonly reason: LeftOutReason; readonly count: number }[] {
  return LEFT_OUT_REASONS.map((reason) => ({
    reason,
    count: leftOut.filter((pair) => pair.reason === reason).length,
  })).filter(({ count }) => count > 0);
}

/** The conditions of a filter in words: `gap at least 0.5 logits, clean right and corrupted wrong, no outliers`. */
export function describeFilter({ minGap, onlyRight, dropsOutliers }: PairFilter): string {
  return [
    ...(minGap === null ? [] : [`gap at least ${minGap} logits`]),
    ...(onlyRight ? ['clean right and corrupted wrong'] : []),
    ...(dropsOutliers ? ['no outliers'] : []),
  ].join(', ');
}

/** `gap at least 0.5 logits; 3 of 11 pairs left out (2 gap too small, 1 outlier)`. */
export function describeApplied({
  given,
  leftOut,
  ...filter
}: PairFilter & {
  readonly given: number;
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly count: number }[];
}): string {
  const count = leftOut.reduce((sum, one) => sum + one.count, 0);
  const reasons = count === 0 ? '' : ` (${describeLeftOut(leftOut)})`;
  return `${describeFilter(filter)}; ${count} of ${given} pairs left out${reasons}`;
}

/** Why pairs are left out, in words. */
export const REASON_TEXTS: Readonly<Record<LeftOutReason, string>> = {
  GAP_TOO_SMALL: 'gap too small',
  CLEAN_WRONG: 'clean prompt answered wrong',
  CORRUPTED_RIGHT: 'corrupted prompt answered right',
  OUTLIER: 'outlier',
};

/** `2 gap too small, 1 outlier`. */
export function describeLeftOut(
  counts: readonly { readonly reason: LeftOutReason; readonly count: number }[],
): string {
  return counts.map(({ reason, count }) => `${count} ${REASON_TEXTS[reason]}`).join(', ');
}
