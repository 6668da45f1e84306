/** Diverging colours of patching effects: negative red, zero neutral, positive blue, and alternatives. */
import { interpolateBrBG, interpolatePRGn, interpolatePuOr, interpolateRdBu } from 'd3-scale-chromatic';
import { DARK_SCALES } from '../../../domain/dark-scales';

export { formatEffect, formatNumber } from '../format-number';

/** The page's colour scheme. Zero is nearly white on light pages and dark grey on dark pages. */
export type Tone = 'light' | 'dark';

/** The available scales. All except the first are safe for red-green and blue-yellow colour blindness. */
export const SCALES = {
  RdBu: {
    label: 'Red to blue',
    light: interpolateRdBu,
    dark: DARK_SCALES.RdBu,
  },
  PuOr: {
    label: 'Orange to purple',
    light: (t: number) => interpolatePuOr(t),
    dark: DARK_SCALES.PuOr,
  },
  PRGn: {
    label: 'Purple to green',
    light: interpolatePRGn,
    dark: DARK_SCALES.PRGn,
  },
  BrBG: {
    label: 'Brown to teal',
    light: interpolateBrBG,
    dark: DARK_SCALES.BrBG,
  },
} as const;
export type ScaleName = keyof typeof SCALES;

/** Colour of cells without a defined value. */
export const UNDEFINED_COLOUR = '#9993';

/**
 * Computes the colour of a value as `rgb(1, 2, 3)`.
 *
 * @param limit the scale runs from -limit (negative end) through 0 (neutral) to limit.
 */
export function pickColour(
  value: number | null,
  limit: number,
  scale: ScaleName = 'RdBu',
  tone: Tone = 'light',
): string {
  if (value === null || Number.isNaN(value)) return UNDEFINED_COLOUR;
  const t = limit > 0 ? 0.5 + value / (2 * limit) : 0.5;
  return SCALES[scale][tone](Math.min(1, Math.max(0, t)));
}

/** Finds the largest |value| of all facets, the limit of their shared scale; 1 if all values are 0. */
export function findLimit(facets: readonly ArrayLike<number | null>[]): number {
  let limit = 0;
  for (const values of facets) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (typeof value === 'number' && Number.isFinite(value)) limit = Math.max(limit, Math.abs(value));
    }
  }
  return limit || 1;
}
