/** Diverging colours of patching effects: negative red, zero neutral, positive blue, and alternatives. */
import { interpolateBrBG, interpolatePRGn, interpolatePuOr, interpolateRdBu } from 'd3-scale-chromatic';

/** The page's colour scheme. Zero is nearly white on light pages and dark grey on dark pages. */
export type Tone = 'light' | 'dark';

type Channels = readonly [red: number, green: number, blue: number];
/** The neutral middle of every scale on dark pages. */
const DARK_MIDDLE: Channels = [45, 46, 48];

/** The available scales. All except the first are safe for red-green and blue-yellow colour blindness. */
export const SCALES = {
  RdBu: {
    label: 'Red to blue',
    light: interpolateRdBu,
    dark: darkScale([255, 170, 150], [214, 84, 66], [63, 136, 214], [166, 212, 255]),
  },
  PuOr: {
    label: 'Orange to purple',
    light: (t: number) => interpolatePuOr(t),
    dark: darkScale([255, 205, 140], [205, 122, 36], [132, 104, 200], [214, 200, 255]),
  },
  PRGn: {
    label: 'Purple to green',
    light: interpolatePRGn,
    dark: darkScale([230, 190, 248], [156, 92, 190], [58, 146, 84], [178, 232, 176]),
  },
  BrBG: {
    label: 'Brown to teal',
    light: interpolateBrBG,
    dark: darkScale([244, 214, 150], [178, 122, 46], [38, 148, 136], [152, 230, 218]),
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

/** Formats a value with its sign and three decimals; a value that rounds to zero has no sign. */
export function formatEffect(value: number | null): string {
  if (value === null || Number.isNaN(value)) return 'undefined';
  const text = formatNumber(value, 3);
  return text.startsWith('−') || Number(text) === 0 ? text : `+${text}`;
}

/** Formats a number with fixed decimals and a typographic minus sign; never `−0.000`. */
export function formatNumber(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** Piecewise linear in sRGB through a strong and a bright colour on either side of a dark middle. */
function darkScale(negativeEnd: Channels, negative: Channels, positive: Channels, positiveEnd: Channels) {
  const stops = [negativeEnd, negative, DARK_MIDDLE, positive, positiveEnd];
  return (t: number): string => {
    const at = t * (stops.length - 1);
    const step = Math.min(stops.length - 2, Math.floor(at));
    const mixed = stops[step]!.map((channel, index) =>
      Math.round(channel + (at - step) * (stops[step + 1]![index]! - channel)),
    );
    return `rgb(${mixed.join(', ')})`;
  };
}
