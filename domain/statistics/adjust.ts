/**
 * Correction of p values for the number of cells that are tested.
 *
 * BENJAMINI_HOCHBERG bounds the false discovery rate, the expected share of false ones among the cells that are called different
 * from 0 (Benjamini and Hochberg 1995; valid for independent and positively dependent tests). HOLM bounds the probability that
 * any is false (Holm 1979), whatever the dependence.
 */
export const CORRECTIONS = ['BENJAMINI_HOCHBERG', 'HOLM'] as const;
export type Correction = (typeof CORRECTIONS)[number];

/**
 * Adjusts p values, so that those up to a level are significant at that level.
 *
 * @param ps NaN for cells that are not tested; they do not count.
 * @returns the same length; NaN where `ps` is.
 */
export function adjustPValues(ps: ArrayLike<number>, correction: Correction): Float64Array {
  const tested = Array.from({ length: ps.length }, (_, at) => at).filter((at) => !Number.isNaN(ps[at]!));
  tested.sort((a, b) => ps[a]! - ps[b]!);
  const adjusted = new Float64Array(ps.length).fill(NaN);
  const count = tested.length;
  if (correction === 'HOLM') {
    let largest = 0;
    for (const [rank, at] of tested.entries()) {
      largest = Math.max(largest, Math.min(1, ps[at]! * (count - rank)));
      adjusted[at] = largest;
    }
    return adjusted;
  }
  let smallest = 1;
  for (let rank = count; rank >= 1; rank--) {
    const at = tested[rank - 1]!;
    smallest = Math.min(smallest, (ps[at]! * count) / rank);
    adjusted[at] = smallest;
  }
  return adjusted;
}
