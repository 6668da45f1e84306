/**
 * Compares pictures of components by the mean colours of small squares.
 *
 * Two versions of a browser smooth glyphs differently, which a comparison pixel by pixel either reports or, with a tolerance that
 * hides it, does not tell from a changed colour. The mean colour of a square hardly depends on smoothing, and a square that
 * matches its surroundings one pixel away has only moved within a glyph.
 */
import { convertIndexedToRgb, decode, encode } from 'fast-png';

/** Side of a square, in pixels. */
const SIDE = 6;
/** Difference of a channel from which a square differs, of 255. */
const TOLERANCE = 10;
/** Squares that may differ: fewer than the smallest badge has. */
const ALLOWED_SQUARES = 2;

export interface Comparison {
  /** What differs, null if nothing does. */
  readonly problem: string | null;
  /** PNG of the new picture with the differing squares framed. */
  readonly marked: Uint8Array | null;
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

type Colour = readonly [red: number, green: number, blue: number];

/** Compares two PNG files. */
export function comparePictures(expected: Uint8Array, actual: Uint8Array): Comparison {
  const [before, after] = [readPicture(expected), readPicture(actual)];
  if (before.width !== after.width || before.height !== after.height) {
    const problem = `The picture has ${after.width} x ${after.height} pixels; expected ${before.width} x ${before.height}.`;
    return { problem, marked: null };
  }
  const differing = listDiffering(before, after, TOLERANCE);
  if (differing.length <= ALLOWED_SQUARES) return { problem: null, marked: null };
  const [x, y] = differing[0]!;
  const problem = `${differing.length} squares of ${SIDE} x ${SIDE} pixels differ, the first at x ${x}, y ${y}.`;
  return { problem, marked: markSquares(after, differing) };
}

/** Whether a PNG file stands for another of its size: no square differs by half of what a comparison would report. */
export function standsFor(file: Uint8Array, original: Uint8Array): boolean {
  return listDiffering(readPicture(file), readPicture(original), TOLERANCE / 2).length === 0;
}

/** Left upper corners of the squares that differ by more than a tolerance. */
function listDiffering(
  before: Picture,
  after: Picture,
  tolerance: number,
): (readonly [x: number, y: number])[] {
  const differing: (readonly [x: number, y: number])[] = [];
  for (let y = 0; y < after.height; y += SIDE)
    for (let x = 0; x < after.width; x += SIDE)
      if (differs(before, after, [x, y], tolerance)) differing.push([x, y]);
  return differing;
}

function readPicture(file: Uint8Array): Picture {
  const picture = decode(file);
  if (!picture.palette) return picture;
  return { ...picture, channels: 3, data: convertIndexedToRgb(picture) };
}

/** Whether a square differs from the same one and from those one pixel away. */
function differs(
  before: Picture,
  after: Picture,
  [x, y]: readonly [number, number],
  tolerance: number,
): boolean {
  const colour = meanColour(after, x, y);
  for (const [dx, dy] of [
    [0, 0],
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    const other = meanColour(before, x + dx, y + dy);
    if (colour.every((value, channel) => Math.abs(value - other[channel]!) <= tolerance)) return false;
  }
  return true;
}

/** Of the part of a square that is inside of the picture. */
function meanColour({ width, height, channels, data }: Picture, left: number, top: number): Colour {
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let y = Math.max(0, top); y < Math.min(height, top + SIDE); y++)
    for (let x = Math.max(0, left); x < Math.min(width, left + SIDE); x++) {
      const at = channels * (y * width + x);
      for (const channel of [0, 1, 2] as const) sum[channel] += data[at + channel]!;
      count++;
    }
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

function markSquares(picture: Picture, squares: readonly (readonly [number, number])[]): Uint8Array {
  const { width, height, channels } = picture;
  const data = Uint8Array.from(picture.data);
  const paint = (x: number, y: number): void => {
    if (x < width && y < height) data.set([255, 0, 255], channels * (y * width + x));
  };
  for (const [left, top] of squares)
    for (let step = 0; step < SIDE; step++) {
      paint(left + step, top);
      paint(left, top + step);
    }
  return encode({ width, height, channels, data, depth: 8 });
}
