/** How effects over prompts become one number for each cell. */
import {
  computeGap,
  isGapTooSmall,
  meanOfPrompts,
  orientGap,
  type Baselines,
  type Direction,
} from '../effect';
import type { MetricId } from '../metrics';

/**
 * NONE: mean of (value - base), in the metric's unit. RATIO_OF_MEANS: that mean over the mean gap, which is the recovery shown
 * everywhere. MEAN_OF_RATIOS: mean over prompts of (value - base) / (source - base), where each prompt counts equally; prompts
 * whose own gap is too small are left out.
 */
export const NORMALISATIONS = ['NONE', 'RATIO_OF_MEANS', 'MEAN_OF_RATIOS'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** Which effects are described. */
export interface EffectOptions {
  readonly direction: Direction;
  readonly metric: MetricId;
  readonly normalisation: Normalisation;
}

/** Metric of the base run, [prompt]. */
export function listBases({ clean, corrupted }: Baselines, direction: Direction): ArrayLike<number> {
  return direction === 'DENOISING' ? corrupted : clean;
}

/** Gap of each prompt, source - base; NaN where it is too small to divide by. */
export function listUsableGaps(baselines: Baselines, direction: Direction, metric: MetricId): Float64Array {
  return Float64Array.from({ length: baselines.clean.length }, (_, prompt) => {
    const gap = computeGap(baselines, direction, prompt);
    return isGapTooSmall(gap, metric) ? NaN : gap.source - gap.base;
  });
}

/**
 * What a mean effect is divided by: the mean gap for a ratio of means, else 1. NaN where recovery is not defined.
 *
 * The spread of the gap is not part of the standard error of a cell. It does not matter for the test: where the recovery is 0,
 * the linearised ratio varies as the effect does.
 *
 * @param prompts indices of the prompts that are averaged, which may be there several times; all when not given.
 */
export function findDivisor(
  baselines: Baselines,
  { direction, metric, normalisation }: EffectOptions,
  prompts: ArrayLike<number> = Array.from({ length: baselines.clean.length }, (_, prompt) => prompt),
): number {
  if (normalisation !== 'RATIO_OF_MEANS') return 1;
  const [clean, corrupted] = [
    meanOfPrompts(baselines.clean, prompts),
    meanOfPrompts(baselines.corrupted, prompts),
  ];
  const gap = orientGap(clean, corrupted, direction);
  return isGapTooSmall(gap, metric) ? NaN : gap.source - gap.base;
}
