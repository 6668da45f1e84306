/** Which common beginnings of prompts are drawn as one column. */

/** Shorter prefixes are not folded, nor are prompts that fit on the page. */
const SHORTEST_FOLD = 8;
const LONGEST_UNFOLDED = 24;

/** Whether a common prefix is long enough to be folded. */
export function isWorthFolding(prefix: number, length: number): boolean {
  return prefix >= SHORTEST_FOLD && prefix < length && length > LONGEST_UNFOLDED;
}

/** Longest side of a small heatmap, in cells. */
export const MAX_SMALL_SIDE = 64;

/**
 * Counts the positions that the first column of a small heatmap stands for.
 *
 * @param columns of the heatmap.
 * @param positions of the run.
 * @returns 1 where nothing is folded; null where columns stand for several positions each.
 */
export function countInFirstColumn(columns: number, positions: number): number | null {
  return columns === MAX_SMALL_SIDE && positions > columns ? null : positions - columns + 1;
}
