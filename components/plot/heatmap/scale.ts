/** Diverging colours of patching effects: negative red, zero neutral, positive blue, and alternatives. */
import { interpolateBrBG, interpolatePRGn, interpolatePuOr, interpolateRdBu } from 'd3-scale-chromatic';
import { DARK_SCALES } from '../../../domain/dark-scales';

/** What the page behind the colours is: zero is nearly white on light pages and dark grey on dark ones. */
export type Tone = 'light' | 'dark';

/** Scales to choose from; all but the first are safe for red-green and blue-yellow colour blindness alike. */
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

/** Where no value is defined. */
export const UNDEFINED_COLOUR = '#9993';

/**
 * The colour of a value, as `rgb(1, 2, 3)`.
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

/** The largest |value| of all facets, at least a little: what a shared scale runs to. */
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

/** A value with its sign and three decimals; a value that rounds to zero has no sign. */
export function formatEffect(value: number | null): string {
  if (value === null || Number.isNaN(value)) return 'undefined';
  const text = formatNumber(value, 3);
  return text.startsWith('−') || Number(text) === 0 ? text : `+${text}`;
}

/** A number with a fixed count of decimals and the minus sign of print; never `−0.000`. */
export function formatNumber(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
