/** The correlation of two vectors, from sums that a database can compute. */

/** Sums over the cells that two vectors have in common. */
export interface PairSums {
  readonly count: number;
  readonly a: number;
  readonly b: number;
  readonly aa: number;
  readonly bb: number;
  readonly ab: number;
}

/** Pearson's correlation, -1 to 1; null where one of the vectors is constant. */
export function correlate({ count, a, b, aa, bb, ab }: PairSums): number | null {
  const [ofA, ofB] = [count * aa - a * a, count * bb - b * b];
  // Rounding may leave a little of a constant vector.
  if (ofA <= 1e-12 * count * aa || ofB <= 1e-12 * count * bb) return null;
  return Math.max(-1, Math.min(1, (count * ab - a * b) / Math.sqrt(ofA * ofB)));
}
