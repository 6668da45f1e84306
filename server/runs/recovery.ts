/**
 * From raw logit differences to what people read: means over prompts, and recovery.
 *
 * recovery = (LD - LD_base) / (LD_source - LD_base), means over prompts taken first, then normalised, as
 * TransformerLens' exploratory notebooks do. Only the raw metric is stored; this is computed on reading.
 */
import type { Direction } from '../engine/types';

/**
 * Smallest |LD_source - LD_base| in logits that recovery is divided by. Engines agree on a logit difference to
 * about 1e-5, so below this recovery would be uncertain by more than 0.001.
 */
export const SMALLEST_GAP = 0.01;

/** Logit differences of the two unpatched runs, [prompt], in logits. */
export interface Baselines {
  readonly clean: ArrayLike<number>;
  readonly corrupted: ArrayLike<number>;
}

/** What a patch starts from (base) and takes activations from (source), as logit differences. */
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
 * Base and source logit difference, averaged over prompts or of one prompt.
 *
 * @param prompt index of the prompt; null for the mean.
 */
export function gapOf(baselines: Baselines, direction: Direction, prompt: number | null = null): Gap {
  const clean = prompt === null ? mean(baselines.clean) : baselines.clean[prompt]!;
  const corrupted = prompt === null ? mean(baselines.corrupted) : baselines.corrupted[prompt]!;
  return direction === 'DENOISING' ? { base: corrupted, source: clean } : { base: clean, source: corrupted };
}

/** Whether recovery is undefined: the two runs' logit differences lie too close together. */
export function isGapTooSmall({ base, source }: Gap): boolean {
  return !(Math.abs(source - base) >= SMALLEST_GAP);
}

/** Recovery of a logit difference; NaN where the gap is too small to normalise by. */
export function recovery(logitDiff: number, gap: Gap): number {
  return isGapTooSmall(gap) ? NaN : (logitDiff - gap.base) / (gap.source - gap.base);
}

/**
 * Mean over prompts of a sweep's raw values, or the values of one prompt.
 *
 * @param values [prompt, ...cells], row-major.
 * @returns [...cells], in logits.
 */
export function logitDiffs(values: Float32Array, prompts: number, prompt: number | null): Float64Array {
  const cells = values.length / prompts;
  const result = new Float64Array(cells);
  const rows = prompt === null ? Array.from({ length: prompts }, (_, row) => row) : [prompt];
  for (const row of rows) {
    for (let cell = 0; cell < cells; cell++) result[cell]! += values[row * cells + cell]! / rows.length;
  }
  return result;
}

/** A sweep's float32 bytes, as stored, to numbers; a copy, so that alignment does not matter. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}

/** Numbers to little-endian float32 bytes, as stored and sent. */
export function bytesOf(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(values).buffer);
}
