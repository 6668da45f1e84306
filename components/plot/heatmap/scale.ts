/**
 * All colours that stand for values, light and dark: diverging scales of effects (negative red, zero neutral, positive blue, and
 * alternatives), the sequential scale of raw values, the scale of attention, and the classes of cells. Values as text, too. The diverging scales of dark pages are in domain/dark-scales.ts, because the server draws them too.
 */
import { DARK_SCALES } from '../../../domain/dark-scales';
import { cividis, LIGHT_SCALES } from '../../../domain/light-scales';

export { formatEffect, formatNumber } from '../format-number';

/** The page's colour scheme. Zero is nearly white on light pages and dark grey on dark pages. */
export type Tone = 'light' | 'dark';

/** The available scales. All except the first are safe for red-green and blue-yellow colour blindness. */
export const SCALES = {
  RdBu: {
    label: 'Red to blue',
    light: LIGHT_SCALES.RdBu,
    dark: DARK_SCALES.RdBu,
  },
  PuOr: {
    label: 'Orange to purple',
    light: LIGHT_SCALES.PuOr,
    dark: DARK_SCALES.PuOr,
  },
  PRGn: {
    label: 'Purple to green',
    light: LIGHT_SCALES.PRGn,
    dark: DARK_SCALES.PRGn,
  },
  BrBG: {
    label: 'Brown to teal',
    light: LIGHT_SCALES.BrBG,
    dark: DARK_SCALES.BrBG,
  },
} as const;
export type ScaleName = keyof typeof SCALES;

/** Colours of neither, sufficient, necessary, both: they differ in lightness, and blue and orange in every colour vision. */
export const ROLE_COLOURS: Readonly<Record<Tone, readonly string[]>> = {
  light: ['#edeff2', '#56b4e9', '#d98c00', '#2b1d57'],
  dark: ['#35383c', '#2f86bd', '#e69f00', '#f4f1e6'],
};

/** The colour of a raw value at a share from 0 to 1 of the scale; equal on light and dark pages. */
export function sequentialColour(share: number): string {
  return cividis(share);
}

/** Colours of attention on dark pages, from 0 to the limit. */
const DARK_STOPS = [
  [45, 46, 48],
  [40, 110, 190],
  [205, 230, 255],
] as const;

/** The colour of attention at a share from 0 to 1 of the limit. */
export function attentionColour(share: number, tone: Tone): string {
  if (tone === 'light') return LIGHT_SCALES.Blues(share);
  // From dark grey through blue to nearly white.
  const isUpper = share >= 0.5;
  const [start, end] = isUpper ? [DARK_STOPS[1], DARK_STOPS[2]] : [DARK_STOPS[0], DARK_STOPS[1]];
  const t = isUpper ? 2 * share - 1 : 2 * share;
  const mixed = start.map((channel, index) => Math.round(channel + t * (end[index]! - channel)));
  return `rgb(${mixed.join(', ')})`;
}

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
