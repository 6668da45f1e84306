/** Bins of a histogram. */

/** Values from `from` up to, and without, the next bin's. */
export interface Bin {
  readonly from: number;
  readonly count: number;
}

/** Bins of a histogram, at most. */
const MAX_BINS = 24;
const STEPS = Array.from({ length: 11 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** (power - 6)),
).flat();
/** Width that recoveries are told apart by. */
const RECOVERY_WIDTH = 0.05;

/**
 * Counts values in bins of equal width. Bounds are multiples of the width, so that 0 is one.
 *
 * @param values not empty.
 * @param smallest width of the narrowest bins; by default what recoveries are told apart by.
 * @param most bins.
 */
export function countInBins(
  values: readonly number[],
  smallest = RECOVERY_WIDTH,
  most = MAX_BINS,
): {
  readonly width: number;
  readonly bins: readonly Bin[];
} {
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  const width =
    STEPS.find((step) => step >= smallest && Math.floor(largest / step) - Math.floor(least / step) < most) ??
    (largest - least) / (most - 1);
  const first = Math.floor(least / width);
  const bins = Array.from({ length: Math.floor(largest / width) - first + 1 }, (_, index) => ({
    from: (first + index) * width,
    count: 0,
  }));
  for (const value of values) bins[Math.floor(value / width) - first]!.count++;
  return { width, bins };
}

/** Counts several groups of values in the same bins, those of all values together. @param groups may be empty. */
export function countInSameBins(groups: readonly (readonly number[])[]): {
  readonly width: number;
  readonly groups: readonly (readonly Bin[])[];
} {
  const all = groups.flat();
  if (all.length === 0) return { width: RECOVERY_WIDTH, groups: groups.map(() => []) };
  const { width, bins } = countInBins(all);
  const first = Math.floor(Math.min(...all) / width);
  return {
    width,
    groups: groups.map((values) => {
      const counts = bins.map(({ from }) => ({ from, count: 0 }));
      for (const value of values) counts[Math.floor(value / width) - first]!.count++;
      return counts;
    }),
  };
}
