/**
 * What both directions together say of a cell.
 *
 * Denoising finds cells that are sufficient: their clean activation alone restores the answer in the corrupted run. Noising
 * finds cells that are necessary: their corrupted activation alone destroys it in the clean run. Of parts that replace each
 * other (OR) each is sufficient and none necessary; of parts that are all needed (AND) each is necessary and none sufficient; a
 * cell that is both carries the answer alone. Heimersheim and Nanda 2024, How to use and interpret activation patching
 * (arXiv 2404.15255), section 3.
 */

/** The classes, by code. */
export const ROLES = ['neither', 'sufficient', 'necessary', 'both'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Recovery from which a cell counts as sufficient or necessary. Half of the gap: the answer is then closer to the source run
 * than to the base run. The claim depends on it, so the page shows it and lets the reader change it.
 */
export const DEFAULT_THRESHOLD = 0.5;

/**
 * Index in ROLES of a cell; NaN where either recovery is undefined.
 *
 * @param denoising recovery of the clean activation in the corrupted run.
 * @param noising recovery of the corrupted activation in the clean run: 1 is as bad as the corrupted run.
 */
export function judgeCell(denoising: number, noising: number, threshold: number): number {
  if (Number.isNaN(denoising) || Number.isNaN(noising)) return NaN;
  return (denoising >= threshold ? 1 : 0) + (noising >= threshold ? 2 : 0);
}
