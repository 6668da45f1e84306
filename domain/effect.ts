/**
 * The arithmetic of results: means over prompts, gap, recovery and change. Nothing else computes them.
 *
 * recovery = (metric - base) / (source - base), means over prompts taken first and then normalised, as TransformerLens'
 * exploratory notebooks do. Only raw values are stored.
 */

import { DEFAULT_METRIC, describeMetric, type MetricId } from './metrics';

/** Denoising patches clean activations into the corrupted run; noising the other way round. */
export type Direction = 'DENOISING' | 'NOISING';

/** One of the two unpatched runs. */
export type RunSide = 'CLEAN' | 'CORRUPTED';

/** Both directions, in the order in which they are listed and computed. */
export const DIRECTIONS = ['DENOISING', 'NOISING'] as const satisfies readonly Direction[];

/** The direction whose base run is of this side. */
export function directionOfBase(side: RunSide): Direction {
  return side === 'CORRUPTED' ? 'DENOISING' : 'NOISING';
}

/** Metric of the two unpatched runs, [prompt], in the metric's unit. */
export interface Baselines {
  readonly clean: ArrayLike<number>;
  readonly corrupted: ArrayLike<number>;
}

/** Metric of the base run (which is patched) and of the source run (which activations come from). */
export interface Gap {
  readonly base: number;
  readonly source: number;
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * Mean of some prompts of a list, where a prompt may be there several times, as in a bootstrap resample.
 *
 * @param values of one cell, or of an unpatched run, [prompt].
 * @param prompts indices into `values`.
 */
export function meanOfPrompts(values: ArrayLike<number>, prompts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < prompts.length; i++) sum += values[prompts[i]!]!;
  return sum / prompts.length;
}

/** Orders the metric of the clean and the corrupted run as base and source. */
export function orientGap(clean: number, corrupted: number, direction: Direction): Gap {
  return direction === 'DENOISING' ? { base: corrupted, source: clean } : { base: clean, source: corrupted };
}

/**
 * Base and source metric, averaged over prompts or of one prompt.
 *
 * @param prompt index of the prompt; null for the mean.
 */
export function computeGap(baselines: Baselines, direction: Direction, prompt: number | null = null): Gap {
  const clean = prompt === null ? mean(baselines.clean) : baselines.clean[prompt]!;
  const corrupted = prompt === null ? mean(baselines.corrupted) : baselines.corrupted[prompt]!;
  return orientGap(clean, corrupted, direction);
}

/**
 * Whether recovery is undefined: base and source lie too close together, are not finite, or the metric has no recovery.
 *
 * @param metric whose smallest gap counts; by default the logit difference.
 */
export function isGapTooSmall({ base, source }: Gap, metric: MetricId = DEFAULT_METRIC): boolean {
  return !(Math.abs(source - base) >= describeMetric(metric).minGap);
}

/** Recovery of a value; NaN where the gap is too small to normalise by, or the metric has no recovery. */
export function computeRecovery(value: number, gap: Gap, metric: MetricId = DEFAULT_METRIC): number {
  return isGapTooSmall(gap, metric) ? NaN : (value - gap.base) / (gap.source - gap.base);
}

/** Change of a value from the base run, in the metric's unit. */
export function computeChange(value: number, gap: Gap): number {
  return value - gap.base;
}

/**
 * Mean over prompts of a sweep's raw values, or the values of one prompt.
 *
 * @param values [prompt, ...cells], row-major.
 * @returns [...cells].
 */
export function averageOverPrompts(
  values: Float32Array,
  prompts: number,
  prompt: number | null,
): Float64Array {
  const cells = values.length / prompts;
  const result = new Float64Array(cells);
  const rows = prompt === null ? Array.from({ length: prompts }, (_, row) => row) : [prompt];
  for (const row of rows) {
    for (let cell = 0; cell < cells; cell++) result[cell]! += values[row * cells + cell]! / rows.length;
  }
  return result;
}
