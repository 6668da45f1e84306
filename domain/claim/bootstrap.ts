/**
 * Percentile bootstrap over prompts (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13): prompts are drawn
 * with replacement, and the statistic is computed again for each resample.
 */
import { createRandom } from '../random';

/** Resamples of an interval. */
export const RESAMPLES = 2000;
/** Share of the resamples that lie below an interval, and above it. */
export const TAIL = 0.025;

/** Seed from texts, so that the same claim on the same run has the same interval everywhere: 32-bit FNV-1a. */
export function hashSeed(...texts: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const character of texts.join('\n')) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return hash >>> 0;
}

/** Calls `visit` with the prompts of each resample. The array is overwritten by the next resample. */
export function forEachResample(prompts: number, seed: number, visit: (drawn: Int32Array) => void): void {
  const random = createRandom(seed);
  const drawn = new Int32Array(prompts);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    for (let at = 0; at < prompts; at++) drawn[at] = Math.floor(random() * prompts);
    visit(drawn);
  }
}

/**
 * Interval of 95% from the values of resamples, by linear interpolation as numpy.percentile. Values that are not finite count
 * as below and above all others, so that they widen the interval; an end is infinite where they reach it.
 */
export function computeInterval(values: Float64Array): { readonly low: number; readonly high: number } {
  const finite = values.filter((value) => Number.isFinite(value)).sort();
  const unknown = values.length - finite.length;
  const read = (share: number, offset: number, outside: number): number => {
    const position = share * (values.length - 1) - offset;
    const [below, above] = [Math.floor(position), Math.ceil(position)];
    if (below < 0 || above >= finite.length) return outside;
    return finite[below]! + (position - below) * (finite[above]! - finite[below]!);
  };
  return { low: read(TAIL, unknown, -Infinity), high: read(1 - TAIL, 0, Infinity) };
}
