/** The effects of one cell over prompts: its numbers, its bootstrap interval, and which prompts are at the ends. */
import { computeInterval, forEachResample } from '../claim/bootstrap';
import { mean, meanOfPrompts, type Baselines } from '../effect';
import { twoSidedP } from './student-t';
import { findRoundingFloor } from './floor';
import { findDivisor, listBases, listUsableGaps, type EffectOptions } from './normalisation';

/** What the values of one cell over prompts say. Numbers are null where they are not defined. */
export interface Distribution {
  /** Effect of each prompt, in the metric's unit or as recovery by its own gap; NaN where it is left out. [prompt] */
  readonly effects: Float64Array;
  /** Prompts that are counted. */
  readonly count: number;
  readonly mean: number | null;
  readonly standardError: number | null;
  readonly t: number | null;
  readonly p: number | null;
  /** Percentile bootstrap interval of 95% of the mean; null for fewer than 2 prompts, and for an end that is not finite. */
  readonly low: number | null;
  readonly high: number | null;
  readonly signShare: number | null;
}

/**
 * Describes one cell.
 *
 * By RATIO_OF_MEANS each resample divides its mean effect by its own mean gap, so the interval has the spread of the gap too.
 * The effects of single prompts then are in the metric's unit over the mean gap, so that their mean is the recovery.
 *
 * @param values patched values, [prompt]; not finite where the cell does not apply.
 * @param seed of the resamples.
 * @param prompts indices of the prompts that are described; all when not given.
 */
export function describeDistribution(
  values: ArrayLike<number>,
  baselines: Baselines,
  options: EffectOptions,
  seed: number,
  prompts: readonly number[] = Array.from({ length: values.length }, (_, prompt) => prompt),
): Distribution {
  const { direction, metric, normalisation } = options;
  const bases = listBases(baselines, direction);
  const gaps = listUsableGaps(baselines, direction, metric);
  const kept = prompts.filter((prompt) => {
    const ratio =
      (values[prompt]! - bases[prompt]!) / (normalisation === 'MEAN_OF_RATIOS' ? gaps[prompt]! : 1);
    return Number.isFinite(ratio);
  });
  const raw = kept.map((prompt) => {
    const effect = values[prompt]! - bases[prompt]!;
    return normalisation === 'MEAN_OF_RATIOS' ? effect / gaps[prompt]! : effect;
  });
  const divisor = findDivisor(baselines, options, prompts);
  const effects = new Float64Array(values.length).fill(NaN);
  for (const [at, prompt] of kept.entries()) effects[prompt] = raw[at]! / divisor;
  const count = kept.length;
  const none = { standardError: null, t: null, p: null, low: null, high: null };
  if (count === 0) return { effects, count, mean: null, signShare: null, ...none };
  const centre = mean(raw);
  const share = raw.filter((effect) => Math.sign(effect) === Math.sign(centre)).length / count;
  const measured = { effects, count, mean: finiteOrNull(centre / divisor), signShare: share };
  if (count < 2) return { ...measured, ...none };
  const error = Math.sqrt(raw.reduce((sum, effect) => sum + (effect - centre) ** 2, 0) / (count - 1) / count);
  const t = centre === 0 ? 0 : ((divisor < 0 ? -1 : 1) * centre) / error;
  const resampled: number[] = [];
  const drawnPrompts = new Int32Array(count);
  forEachResample(count, seed, (drawn) => {
    for (let at = 0; at < count; at++) drawnPrompts[at] = kept[drawn[at]!]!;
    resampled.push(meanOfPrompts(raw, drawn) / findDivisor(baselines, options, drawnPrompts));
  });
  const { low, high } = computeInterval(Float64Array.from(resampled));
  return {
    ...measured,
    standardError: finiteOrNull(error / Math.abs(divisor)),
    t: finiteOrNull(t),
    p: Math.abs(centre) <= findRoundingFloor(baselines, options, prompts) ? 1 : twoSidedP(t, count - 1),
    low: finiteOrNull(low),
    high: finiteOrNull(high),
  };
}

/** Prompts in the order of their effects, smallest first; those that are left out are not there. */
export function orderPrompts(effects: ArrayLike<number>): number[] {
  return Array.from({ length: effects.length }, (_, prompt) => prompt)
    .filter((prompt) => Number.isFinite(effects[prompt]!))
    .toSorted((a, b) => effects[a]! - effects[b]!);
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
