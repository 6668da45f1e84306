/** Bins of a histogram of recoveries. */

/** Values from `from` up to, and without, the next bin's. */
export interface Bin {
  readonly from: number;
  readonly count: number;
}

const MAX_BINS = 24;
const STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** Counts values in bins of equal width. Bounds are multiples of the width, so that 0 is one. @param values not empty. */
export function countInBins(values: readonly number[]): {
  readonly width: number;
  readonly bins: readonly Bin[];
} {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const width =
    STEPS.find((step) => Math.floor(most / step) - Math.floor(least / step) < MAX_BINS) ??
    (most - least) / (MAX_BINS - 1);
  const first = Math.floor(least / width);
  const bins = Array.from({ length: Math.floor(most / width) - first + 1 }, (_, index) => ({
    from: (first + index) * width,
    count: 0,
  }));
  for (const value of values) bins[Math.floor(value / width) - first]!.count++;
  return { width, bins };
}
