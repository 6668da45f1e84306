/** Makes pictures of components a third as large, so that the repository stays small. */
import { decode, encode } from 'fast-png';
import { standsFor } from './compare-pictures';

/** Step to which channels are rounded. */
const STEP = 8;
const MOST_COLOURS = 256;
/**
 * Writes a PNG file with a palette: the most frequent rounded colours, to which rarer ones, those of smoothed edges, are moved. Where
 * the comparison would see it, such as in the colour bar of a picture with many colours, the file has no palette.
 */
export function shrinkPicture(file: Uint8Array): Uint8Array {
  const { width, height, channels, data } = decode(file);
  const colours = Array.from({ length: width * height }, (_, pixel) =>
    [0, 1, 2].map((channel) => Math.min(255, Math.round(data[channels * pixel + channel]! / STEP) * STEP)),
  );
  const counts = new Map<string, number>();
  for (const colour of colours) counts.set(colour.join(), (counts.get(colour.join()) ?? 0) + 1);
  const palette = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_COLOURS)
    .map(([key]) => key.split(',').map(Number));
  const indices = new Map(palette.map((colour, index) => [colour.join(), index]));
  const pixels = Uint8Array.from(colours, (colour) => {
    const key = colour.join();
    const index = indices.get(key) ?? findNearest(palette, colour);
    indices.set(key, index);
    return index;
  });
  const small = encode(
    { width, height, channels: 1, depth: 8, data: pixels, palette },
    { zlib: { level: 9 } },
  );
  if (standsFor(small, file)) return small;
  return encode({ width, height, channels: 3, depth: 8, data: Uint8Array.from(colours.flat()) });
}

function findNearest(palette: readonly number[][], colour: readonly number[]): number {
  const distances = palette.map((known) =>
    known.reduce((sum, value, channel) => sum + (value - colour[channel]!) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}
