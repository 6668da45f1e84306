/** The small heatmap of a run or of a finding's card as a PNG file. */
import { createHash } from 'node:crypto';
import { interpolateRdBu } from 'd3-scale-chromatic';
import { encode } from 'fast-png';
import { DARK_SCALES } from '../../../domain/dark-scales';

/** Background of the page: zero is nearly white on light pages and dark grey on dark ones. */
export const TONES = ['light', 'dark'] as const;
export type Tone = (typeof TONES)[number];

/** Cells to colour. */
export interface Picture {
  /** [rows, columns]. */
  readonly shape: readonly [number, number];
  /** Row-major [rows, columns]; NaN where undefined. */
  readonly values: readonly number[];
}

/** Increase it when the same values are drawn differently: the addresses of all thumbnails then change. */
export const DRAWING_VERSION = 2;

/** Steps between zero and the end of the scale; with their negatives, zero and undefined they fit a palette of 256. */
const STEPS = 120;

const SCALES = { light: interpolateRdBu, dark: DARK_SCALES.RdBu };

/** Translucent grey. fast-png writes only the leading palette entries' alpha, so this entry comes first. */
const UNDEFINED_COLOUR = [153, 153, 153, 51];

/** Identifies what a picture shows: 16 characters of base64url. */
export function digestPicture({ shape, values }: Picture): string {
  return createHash('sha256')
    .update(`${DRAWING_VERSION} ${shape.join(' ')} `)
    .update(Float32Array.from(values))
    .digest('base64url')
    .slice(0, 16);
}

/** Draws one pixel per cell, in the colours of the large heatmaps; the scale ends at the largest absolute value. */
export function drawPicture({ shape: [height, width], values }: Picture, tone: Tone): Uint8Array {
  const limit = findLimit(values);
  const palette = [UNDEFINED_COLOUR];
  const entries = new Map<number, number>();
  const data = Uint8Array.from(values, (value) => {
    if (Number.isNaN(value)) return 0;
    const level = Math.round(STEPS * Math.min(1, Math.max(-1, value / limit)));
    const known = entries.get(level);
    if (known !== undefined) return known;
    entries.set(level, palette.length);
    return palette.push([...parseColour(SCALES[tone](0.5 + level / (2 * STEPS))), 255]) - 1;
  });
  return encode({ width, height, data, depth: 8, channels: 1, palette });
}

/** The largest finite absolute value, or 1 where there is none. */
function findLimit(values: readonly number[]): number {
  const limit = values.reduce(
    (largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest),
    0,
  );
  return limit || 1;
}

/** @param colour `rgb(1, 2, 3)`. */
function parseColour(colour: string): number[] {
  const channels = colour.match(/\d+/g)?.map(Number) ?? [];
  if (channels.length !== 3) throw new Error(`not a colour of three channels: ${colour}`);
  return channels;
}
