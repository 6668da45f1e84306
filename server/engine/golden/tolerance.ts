/** How far float32 results of two programs may lie apart. */

/** Spacing of float32 numbers, relative to their size. */
const SPACING = 2 ** -23;

/** Spacings of a logit's size that the difference of two logits may be off by. */
const LOGIT_SPACINGS = 8;

/**
 * Largest accepted |difference| of a logit difference, in logits: the larger of two bounds.
 *
 * - 1e-5 x max(1, |gap|, |LD|): the noise of some dozens of float32 sums before the logits, relative to what is measured.
 * - 8 spacings of float32 at the size of the prompt's largest logit. A logit difference is a difference of two float32 numbers of
 *   that size; each is a sum of dModel products, and summing in blocks loses a few spacings, up to 4 in each of the two. Where
 *   |LD| is below 1 and logits are near 20, TransformerLens itself is further from float64 than 1e-5. Below logits of 10 this bound
 *   is below the first.
 *
 * @param largestLogit of the unpatched runs, in magnitude; 0 where it is not known.
 */
export function tolerateLogits(gap: number, expected: number, largestLogit: number): number {
  return Math.max(
    1e-5 * Math.max(1, Math.abs(gap), Math.abs(expected)),
    LOGIT_SPACINGS * SPACING * largestLogit,
  );
}
