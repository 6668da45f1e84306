/** Raw logit differences of a sweep into what is shown; the same arithmetic as the server's recovery. */
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
type GapSource = Pick<Baseline_BaselineFragment, 'clean' | 'corrupted' | 'gapTooSmall'> & {
  readonly perPrompt: readonly Baseline_BaselineFragment['perPrompt'][number][];
};

/** Base and source logit difference of the mean or of one prompt, and whether their gap is too small. */
export function gapOf(baseline: GapSource, direction: Direction, prompt: number | null) {
  const { clean, corrupted, gapTooSmall } = (prompt === null ? null : baseline.perPrompt[prompt]) ?? baseline;
  const [base, source] = direction === 'DENOISING' ? [corrupted, clean] : [clean, corrupted];
  return { base, source, gapTooSmall };
}

/** Recovery of each value; NaN where the gap is too small. */
export function recoveries(raw: Float32Array, gap: ReturnType<typeof gapOf>): Float32Array {
  return raw.map((value) => (gap.gapTooSmall ? NaN : (value - gap.base) / (gap.source - gap.base)));
}

/** Change of the logit difference against the base run: what raw heatmaps colour. */
export function changes(raw: Float32Array, gap: ReturnType<typeof gapOf>): Float32Array {
  return raw.map((value) => value - gap.base);
}

/** The values that heatmaps show of raw logit differences. */
export function valuesShown(
  raw: Float32Array,
  gap: ReturnType<typeof gapOf>,
  value: ValueName,
): Float32Array {
  if (value === 'logitDiff') return raw;
  return value === 'recovery' ? recoveries(raw, gap) : changes(raw, gap);
}
