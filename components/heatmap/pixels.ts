/** A heatmap's cells as the pixels of a picture, one pixel a cell. */
import { colourOf, type ScaleName } from './scale';

/** Colours on either side of white. */
const HALF = 255;
const palettes = new Map<ScaleName, Uint8ClampedArray>();
/** Colour of cells without a value, #9993 in RGBA. */
const UNDEFINED_RGBA = [0x99, 0x99, 0x99, 0x33];

/** Every colour of a scale, RGBA [2 * HALF + 1, 4], white in the middle; made once, since reading colours takes most of the time. */
function paletteOf(scale: ScaleName): Uint8ClampedArray {
  const known = palettes.get(scale);
  if (known) return known;
  const palette = new Uint8ClampedArray(4 * (2 * HALF + 1));
  for (let step = -HALF; step <= HALF; step++) {
    const [red, green, blue] = channels(colourOf(step, HALF, scale));
    palette.set([red, green, blue, 255], 4 * (step + HALF));
  }
  palettes.set(scale, palette);
  return palette;
}

/**
 * The colours of values, RGBA [cell, 4], as `colourOf` has them, to one part in 255 of the scale.
 *
 * @param limit the scale runs from -limit through 0 to limit.
 */
export function pixelsOf(
  values: ArrayLike<number | null>,
  limit: number,
  scale: ScaleName,
): Uint8ClampedArray {
  const palette = paletteOf(scale);
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] ?? NaN;
    if (Number.isNaN(value)) {
      pixels.set(UNDEFINED_RGBA, 4 * cell);
      continue;
    }
    const share = limit > 0 ? Math.min(1, Math.max(-1, value / limit)) : 0;
    const at = 4 * (Math.round(share * HALF) + HALF);
    for (let channel = 0; channel < 4; channel++) pixels[4 * cell + channel] = palette[at + channel]!;
  }
  return pixels;
}

/** Of `rgb(1, 2, 3)` or `#010203`. */
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
