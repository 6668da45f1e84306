/** Raw logit differences of a sweep into what is shown, by the arithmetic of domain/effect. */
import { computeChange, computeRecovery, isGapTooSmall, orientGap } from '../../domain/effect';
import type { Baseline_BaselineFragment, Direction } from '../generated/graphql';
import type { ValueName } from './view-state';

/** Float32 numbers out of the API's Base64 (little-endian). */
export function decodeFloats(base64: string): Float32Array {
  const text = atob(base64);
  const view = new DataView(new ArrayBuffer(text.length));
  for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i));
  return Float32Array.from({ length: text.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** What gaps are computed from. */
type GapSource = Pick<Baseline_BaselineFragment, 'clean' | 'corrupted'> & {
  readonly perPrompt: readonly Pick<Baseline_BaselineFragment['perPrompt'][number], 'clean' | 'corrupted'>[];
};

/** Base and source logit difference of the mean or of one prompt, and whether their gap is too small. */
export function readGap(baseline: GapSource, direction: Direction, prompt: number | null) {
  const { clean, corrupted } = (prompt === null ? null : baseline.perPrompt[prompt]) ?? baseline;
  const gap = orientGap(clean, corrupted, direction);
  return { ...gap, gapTooSmall: isGapTooSmall(gap) };
}

/** Recovery of each value; NaN where the gap is too small. */
export function recoveries(raw: Float32Array, gap: ReturnType<typeof readGap>): Float32Array {
  return raw.map((value) => computeRecovery(value, gap));
}

/** Change of the logit difference against the base run: what raw heatmaps colour. */
export function changes(raw: Float32Array, gap: ReturnType<typeof readGap>): Float32Array {
  return raw.map((value) => computeChange(value, gap));
}

/** The values that heatmaps show of raw logit differences. */
export function valuesShown(
  raw: Float32Array,
  gap: ReturnType<typeof readGap>,
  value: ValueName,
): Float32Array {
  if (value === 'logitDiff') return raw;
  return value === 'recovery' ? recoveries(raw, gap) : changes(raw, gap);
}
