/**
 * Moments over prompts of the effect of each cell, which the statistics of a sweep are computed from.
 *
 * The effect of a prompt at a cell is its patched value minus its value in the base run: see effect.ts. Moments of parts of
 * the prompts are combined without their values, so a run of many prompts is summarised batch by batch. A value that is not
 * finite (a pair to which the cell does not apply) is left out at that cell.
 *
 * Source: Chan, Golub and LeVeque 1979, "Updating formulae and a pairwise algorithm for computing sample variances".
 */

/** Moments of the effect of each cell, all [cell]. */
export interface Moments {
  /** Prompts with a finite effect. */
  readonly count: Uint32Array;
  /** Mean effect, in the metric's unit; 0 where the count is 0. */
  readonly mean: Float64Array;
  /** Sum of squared deviations from the mean, in the metric's unit squared. */
  readonly m2: Float64Array;
  /** Prompts whose effect is above 0. */
  readonly positive: Uint32Array;
  /** Prompts whose effect is below 0. */
  readonly negative: Uint32Array;
}

/** Moments of no prompts, of so many cells. */
export function emptyMoments(cells: number): Moments {
  return {
    count: new Uint32Array(cells),
    mean: new Float64Array(cells),
    m2: new Float64Array(cells),
    positive: new Uint32Array(cells),
    negative: new Uint32Array(cells),
  };
}

/**
 * Computes the moments of `value - base` of each cell in one pass (Welford).
 *
 * @param values patched values of the metric, [prompt, ...cells], row-major.
 * @param bases metric of the base run, [prompt].
 * @param cells number of cells.
 * @param gaps divides the effects of each prompt, [prompt]; NaN leaves a prompt out. Without it effects are in the metric's unit.
 * @throws Error when the lengths do not fit.
 */
export function measureMoments(
  values: ArrayLike<number>,
  bases: ArrayLike<number>,
  cells: number,
  gaps: ArrayLike<number> | null = null,
): Moments {
  if (values.length !== bases.length * cells) {
    throw new Error(`${values.length} values are not ${bases.length} prompts of ${cells} cells`);
  }
  const moments = emptyMoments(cells);
  const { count, mean, m2, positive, negative } = moments;
  for (let prompt = 0; prompt < bases.length; prompt++) {
    const base = bases[prompt]!;
    const gap = gaps ? gaps[prompt]! : 1;
    const row = prompt * cells;
    for (let cell = 0; cell < cells; cell++) {
      const effect = (values[row + cell]! - base) / gap;
      if (!Number.isFinite(effect)) continue;
      const step = effect - mean[cell]!;
      count[cell]!++;
      mean[cell]! += step / count[cell]!;
      m2[cell]! += step * (effect - mean[cell]!);
      if (effect > 0) positive[cell]!++;
      else if (effect < 0) negative[cell]!++;
    }
  }
  return moments;
}

/**
 * Moments of two disjoint sets of prompts together.
 *
 * @throws Error when they have different numbers of cells.
 */
export function combineMoments(a: Moments, b: Moments): Moments {
  const cells = a.count.length;
  if (b.count.length !== cells) {
    throw new Error(`moments of ${cells} cells do not combine with moments of ${b.count.length}`);
  }
  const both = emptyMoments(cells);
  for (let cell = 0; cell < cells; cell++) {
    const [left, right] = [a.count[cell]!, b.count[cell]!];
    const total = left + right;
    both.count[cell] = total;
    both.positive[cell] = a.positive[cell]! + b.positive[cell]!;
    both.negative[cell] = a.negative[cell]! + b.negative[cell]!;
    if (total === 0) continue;
    const step = b.mean[cell]! - a.mean[cell]!;
    both.mean[cell] = a.mean[cell]! + step * (right / total);
    both.m2[cell] = a.m2[cell]! + b.m2[cell]! + step * step * ((left * right) / total);
  }
  return both;
}
