/**
 * Statistics over prompts of each cell of a sweep, from the moments of its effects.
 *
 * The test is a two-sided one-sample t test of the mean effect against 0. Its p values are corrected over the cells that were
 * computed: cells that equal the base run by causality have no effect by construction, and testing them would only make the
 * correction stricter. A mean effect within the rounding floor has a p of 1 (floor.ts).
 */
import type { Baselines } from '../effect';
import { measureMoments, type Moments } from '../moments';
import { adjustPValues, type Correction } from './adjust';
import { findRoundingFloor } from './floor';
import { findDivisor, listBases, listUsableGaps, type EffectOptions } from './normalisation';
import { twoSidedP } from './student-t';

/** Level of significance that pages use. */
export const DEFAULT_LEVEL = 0.05;
/** Prompts from which the pages offer statistics: the spread of two says nearly nothing. */
export const MIN_PROMPTS = 3;

/** Statistics of each cell, [cell]. */
export interface CellStatistics {
  /** Prompts that the cell applies to, and whose gap is large enough where effects are divided by it. */
  readonly count: Uint32Array;
  /** In the metric's unit, or recovery; NaN where it is not defined. */
  readonly mean: Float64Array;
  /** Sample standard deviation / sqrt(count), in the unit of the mean; NaN for fewer than 2 prompts. */
  readonly standardError: Float64Array;
  /** mean / standard error; 0 where every effect is 0, infinite where all are equal, NaN for fewer than 2 prompts. */
  readonly t: Float64Array;
  /** Share of prompts whose effect has the sign of the mean, 0 to 1. */
  readonly signShare: Float64Array;
  /** Two-sided, count - 1 degrees of freedom; NaN for cells that were not computed or have fewer than 2 prompts. */
  readonly p: Float64Array;
  /** p after the correction; NaN where p is. */
  readonly adjusted: Float64Array;
  /** Cells that were tested. */
  readonly tested: number;
  /** Mean effects up to this size are not distinguishable from 0: see floor.ts. In the unit of the mean; NaN where that is not defined. */
  readonly roundingFloor: number;
}

/** Which effects are described, and how their p values are corrected. */
export interface StatisticsOptions extends EffectOptions {
  readonly correction: Correction;
}

/** The moments that a normalisation needs: of ratios, or of effects in the metric's unit. @param values [prompt, ...cells]. */
export function measureSweep(
  values: ArrayLike<number>,
  baselines: Baselines,
  cells: number,
  { direction, metric, normalisation }: EffectOptions,
): Moments {
  const gaps = normalisation === 'MEAN_OF_RATIOS' ? listUsableGaps(baselines, direction, metric) : null;
  return measureMoments(values, listBases(baselines, direction), cells, gaps);
}

/**
 * Computes the statistics of each cell.
 *
 * @param moments as `measureSweep` gives them for the normalisation.
 * @param computed one byte for each cell; 0 for cells that were not computed.
 * @param floor rounding floor of the effects in the moments; by default that of one run.
 */
export function computeStatistics(
  moments: Moments,
  baselines: Baselines,
  computed: Uint8Array,
  options: StatisticsOptions,
  floor = findRoundingFloor(baselines, options),
): CellStatistics {
  const cells = moments.count.length;
  const divisor = findDivisor(baselines, options);
  const sign = divisor < 0 ? -1 : 1;
  const make = (): Float64Array => new Float64Array(cells).fill(NaN);
  const [mean, standardError, t, signShare, p] = [make(), make(), make(), make(), make()];
  for (let cell = 0; cell < cells; cell++) {
    const count = moments.count[cell]!;
    if (count === 0) continue;
    const effect = moments.mean[cell]!;
    mean[cell] = effect / divisor;
    signShare[cell] = shareOfSign(moments, cell);
    if (count < 2) continue;
    const error = Math.sqrt(moments.m2[cell]! / (count - 1) / count);
    standardError[cell] = error / Math.abs(divisor);
    t[cell] = effect === 0 ? 0 : (sign * effect) / error;
    if (computed[cell] !== 0) p[cell] = Math.abs(effect) <= floor ? 1 : twoSidedP(t[cell]!, count - 1);
  }
  const tested = p.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const adjusted = adjustPValues(p, options.correction);
  const roundingFloor = floor / Math.abs(divisor);
  return { count: moments.count, mean, standardError, t, signShare, p, adjusted, tested, roundingFloor };
}

/** Whether each cell differs from 0 at a level, one byte each. */
export function listSignificant(adjusted: ArrayLike<number>, level = DEFAULT_LEVEL): Uint8Array {
  return Uint8Array.from(adjusted, (p) => (p <= level ? 1 : 0));
}

/** A mean of 0 has no sign; then the more frequent one counts. */
function shareOfSign({ count, mean, positive, negative }: Moments, cell: number): number {
  const [above, below, centre] = [positive[cell]!, negative[cell]!, mean[cell]!];
  const same = centre > 0 ? above : centre < 0 ? below : Math.max(above, below);
  return same / count[cell]!;
}
