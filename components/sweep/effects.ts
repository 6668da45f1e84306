/** Converts raw logit differences of a sweep into shown values, with the arithmetic of domain/effect. */
import { computeChange, computeRecovery, isGapTooSmall, orientGap } from '../../domain/effect';
import type { Baseline_BaselineFragment, Direction } from '../generated/graphql';
import type { ValueName } from './view-state';

/** Decodes an array of the API: base64 of little-endian float32. */
export function decodeFloats(base64: string): Float32Array {
  const text = atob(base64);
  const view = new DataView(new ArrayBuffer(text.length));
  for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i));
  return Float32Array.from({ length: text.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** The part of a baseline that gaps are computed from. */
type GapSource = Pick<Baseline_BaselineFragment, 'clean' | 'corrupted'> & {
  readonly perPrompt: readonly Pick<Baseline_BaselineFragment['perPrompt'][number], 'clean' | 'corrupted'>[];
};

/** Reads base and source logit difference of the mean or of one prompt, and whether their gap is too small. */
export function readGap(baseline: GapSource, direction: Direction, prompt: number | null) {
  const { clean, corrupted } = (prompt === null ? null : baseline.perPrompt[prompt]) ?? baseline;
  const gap = orientGap(clean, corrupted, direction);
  return { ...gap, gapTooSmall: isGapTooSmall(gap) };
}

/** Computes the recovery of each value; NaN if the gap is too small. */
export function recoveries(raw: Float32Array, gap: ReturnType<typeof readGap>): Float32Array {
  return raw.map((value) => computeRecovery(value, gap));
}

/** Computes the change of each logit difference from the base run, in logits. */
export function changes(raw: Float32Array, gap: ReturnType<typeof readGap>): Float32Array {
  return raw.map((value) => computeChange(value, gap));
}

/** Converts raw logit differences into the values that heatmaps show. */
export function valuesShown(
  raw: Float32Array,
  gap: ReturnType<typeof readGap>,
  value: ValueName,
): Float32Array {
  if (value === 'logitDiff') return raw;
  return value === 'recovery' ? recoveries(raw, gap) : changes(raw, gap);
}
