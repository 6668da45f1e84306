/**
 * The rounding floor: a mean effect up to it is not distinguishable from zero, however consistent it is over prompts.
 *
 * Rounding is no noise with mean 0: the same operations in the same order round alike, so an effect of 1e-7 can have one sign on
 * every prompt, and a t test calls it significant. The floor is what two engines may differ by: 1e-5 x max(1, |gap|, |LD|) for the
 * logit difference, which is the tolerance that values are held to against TransformerLens. `rounding` in metrics.ts is the factor
 * of each metric.
 */
import { computeGap, mean, type Baselines } from '../effect';
import { describeMetric } from '../metrics';
import { listUsableGaps, type EffectOptions } from './normalisation';

/**
 * The floor of a mean effect in the unit of the effects that are tested: the metric's, or recovery for MEAN_OF_RATIOS.
 *
 * @param prompts indices of the prompts that are averaged; all when not given.
 * @returns NaN where no prompt has a usable gap, for MEAN_OF_RATIOS.
 */
export function findRoundingFloor(
  baselines: Baselines,
  { direction, metric, normalisation }: EffectOptions,
  prompts: ArrayLike<number> = Array.from({ length: baselines.clean.length }, (_, prompt) => prompt),
): number {
  const { rounding } = describeMetric(metric);
  const floors = Array.from(prompts, (prompt) => {
    const { base, source } = computeGap(baselines, direction, prompt);
    return rounding * Math.max(1, Math.abs(source - base), Math.abs(base), Math.abs(source));
  });
  if (normalisation !== 'MEAN_OF_RATIOS') return mean(floors);
  const gaps = listUsableGaps(baselines, direction, metric);
  const ratios = floors
    .map((floor, at) => floor / Math.abs(gaps[prompts[at]!]!))
    .filter((ratio) => !Number.isNaN(ratio));
  return ratios.length === 0 ? NaN : mean(ratios);
}
