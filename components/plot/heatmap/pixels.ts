/** The cells of a heatmap as pixels, one for each cell. */
import { attentionColour, type Tone } from './scale';
import { heatmapColour, scaleEnds, type HeatmapScale } from './palette';

/** Number of colours on each side of zero. */
const HALF = 255;
const palettes = new Map<string, Uint8ClampedArray>();
/** Colour of cells without a value, #9993 in RGBA. */
const UNDEFINED_RGBA = [0x99, 0x99, 0x99, 0x33];
/** For missing cells, such as those above the diagonal of an attention pattern. */
export const TRANSPARENT = [0, 0, 0, 0];

/** A scale of heatmaps, or the sequential scale of attention patterns from 0 to the limit. */
export type PaletteName = HeatmapScale | 'attention';

/** Computes the colour of a fraction of the limit, from -1 to 1. */
export function paletteColour(share: number, palette: PaletteName, tone: Tone): string {
  if (palette !== 'attention') {
    const [low, high] = scaleEnds(palette, 1);
    return heatmapColour(Math.min(high, Math.max(low, share)), 1, palette, tone);
  }
  const from0 = Math.min(1, Math.max(0, share));
  return attentionColour(from0, tone);
}

/**
 * All colours of a palette, RGBA [2 * HALF + 1, 4], zero in the middle. Cached, because parsing colours takes most of the
 * time.
 */
function getPalette(name: PaletteName, tone: Tone): Uint8ClampedArray {
  const key = `${name} ${tone}`;
  const known = palettes.get(key);
  if (known) return known;
  const palette = new Uint8ClampedArray(4 * (2 * HALF + 1));
  for (let step = -HALF; step <= HALF; step++) {
    const [red, green, blue] = channels(paletteColour(step / HALF, name, tone));
    palette.set([red, green, blue, 255], 4 * (step + HALF));
  }
  palettes.set(key, palette);
  return palette;
}

/**
 * Computes the colours of values, RGBA [cell, 4]: those of `pickColour`, rounded to 1/255 of the scale.
 *
 * @param limit the scale runs from -limit through 0 to limit.
 * @param undefinedColour RGBA of cells without a value.
 */
export function paintPixels(
  values: ArrayLike<number | null>,
  limit: number,
  name: PaletteName,
  tone: Tone = 'light',
  undefinedColour: readonly number[] = UNDEFINED_RGBA,
): Uint8ClampedArray {
  const palette = getPalette(name, tone);
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] ?? NaN;
    if (Number.isNaN(value)) {
      pixels.set(undefinedColour, 4 * cell);
      continue;
    }
    const share = limit > 0 ? Math.min(1, Math.max(-1, value / limit)) : 0;
    const at = 4 * (Math.round(share * HALF) + HALF);
    for (let channel = 0; channel < 4; channel++) pixels[4 * cell + channel] = palette[at + channel]!;
  }
  return pixels;
}

/** Parses `rgb(1, 2, 3)` or `#010203`. */
function channels(colour: string): [number, number, number] {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour);
  const [red, green, blue] = hex
    ? hex.slice(1).map((digits) => Number.parseInt(digits, 16))
    : (colour.match(/\d+/g) ?? []).map(Number);
  if (red === undefined || green === undefined || blue === undefined) {
    throw new Error(`no colour: ${colour}`);
  }
  return [red, green, blue];
}
