/** Diverging colours of patching effects: negative red, zero white, positive blue, and alternatives. */
import { interpolateBrBG, interpolatePRGn, interpolatePuOr, interpolateRdBu } from 'd3-scale-chromatic';

/** Scales to choose from; all but the first are safe for red-green and blue-yellow colour blindness alike. */
export const SCALES = {
  RdBu: { label: 'Red to blue', interpolate: interpolateRdBu },
  PuOr: { label: 'Orange to purple', interpolate: (t: number) => interpolatePuOr(t) },
  PRGn: { label: 'Purple to green', interpolate: interpolatePRGn },
  BrBG: { label: 'Brown to teal', interpolate: interpolateBrBG },
} as const;
export type ScaleName = keyof typeof SCALES;

/** Where no value is defined. */
export const UNDEFINED_COLOUR = '#9993';

/**
 * The colour of a value.
 *
 * @param limit the scale runs from -limit (negative end) through 0 (white) to limit.
 */
export function colourOf(value: number | null, limit: number, scale: ScaleName = 'RdBu'): string {
  if (value === null || Number.isNaN(value)) return UNDEFINED_COLOUR;
  const t = limit > 0 ? 0.5 + value / (2 * limit) : 0.5;
  return SCALES[scale].interpolate(Math.min(1, Math.max(0, t)));
}

/** The largest |value| of all facets, at least a little: what a shared scale runs to. */
export function limitOf(facets: readonly ArrayLike<number | null>[]): number {
  let limit = 0;
  for (const values of facets) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (typeof value === 'number' && Number.isFinite(value)) limit = Math.max(limit, Math.abs(value));
    }
  }
  return limit || 1;
}

/** A value for people: sign always, three significant places. */
export function formatEffect(value: number | null): string {
  if (value === null || Number.isNaN(value)) return 'undefined';
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
