/** Makes pictures of components a third as large, so that the repository stays small. */
import { decode, encode } from 'fast-png';

/** Steps to which channels are rounded: the first one with which the picture has few enough colours. */
const STEPS = [8, 16, 32];
const MOST_COLOURS = 256;

/** Writes a PNG file with a palette of rounded colours. They differ by less than the comparison tolerates. */
export function shrinkPicture(file: Uint8Array): Uint8Array {
  const { width, height, channels, data } = decode(file);
  for (const step of STEPS) {
    const palette: number[][] = [];
    const indices = new Map<string, number>();
    const pixels = new Uint8Array(width * height);
    for (let pixel = 0; pixel < pixels.length; pixel++) {
      const colour = [0, 1, 2].map((channel) =>
        Math.min(255, Math.round(data[channels * pixel + channel]! / step) * step),
      );
      const key = colour.join();
      const index = indices.get(key) ?? palette.push(colour) - 1;
      indices.set(key, index);
      pixels[pixel] = index;
    }
    if (palette.length <= MOST_COLOURS)
      return encode({ width, height, channels: 1, depth: 8, data: pixels, palette }, { zlib: { level: 9 } });
  }
  return file;
}
