/** The comparison of pictures of the catalogue finds changed colours, and not how glyphs are smoothed. */
import { readFileSync } from 'node:fs';
import { convertIndexedToRgb, decode, encode } from 'fast-png';
import { expect, it } from 'vitest';
import { comparePictures, standsFor } from '../e2e/catalogue/compare-pictures';
import { shrinkPicture } from '../e2e/catalogue/shrink-picture';

const file = readFileSync('e2e/catalogue/pictures/site-confirmdialog--open.light.png');
const picture = decode(file);
const { width, height } = picture;
const pixels = convertIndexedToRgb(picture);

/** The picture with each pixel changed. */
function change(edit: (colour: number[], x: number, y: number) => readonly number[]): Uint8Array {
  const data = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    const pixel = at / 3;
    data.set(edit(Array.from(pixels.slice(at, at + 3)), pixel % width, Math.floor(pixel / width)), at);
  }
  return encode({ width, height, channels: 3, depth: 8, data });
}

/** Whether a pixel is of the red button. */
const isRed = ([red = 0, green = 0, blue = 0]: readonly number[]): boolean =>
  red > 160 && green < 80 && blue < 80;

it('accepts the same picture, and one that was shrunk', () => {
  expect(comparePictures(file, file).problem).toBeNull();
  expect(
    comparePictures(
      shrinkPicture(change((colour) => colour)),
      change((colour) => colour),
    ).problem,
  ).toBeNull();
});

it('keeps a colour bar in a picture of more colours than a palette has', () => {
  const original = change((_, x, y) => {
    if (y < 88) return [40 + ((x >> 3) % 20) * 8, 40 + (y >> 3) * 8, 120];
    return y < 96 ? [40 + (x % 20) * 8, 40 + (Math.floor(x / 20) % 10) * 8, 144] : [255, 255, 255];
  });
  expect(standsFor(shrinkPicture(original), original)).toBe(true);
});

it('finds a button that is a shade lighter', () => {
  const lighter = change((colour) =>
    isRed(colour) ? [colour[0]!, colour[1]! + 20, colour[2]! + 20] : colour,
  );
  const { problem, marked } = comparePictures(file, lighter);
  expect(problem).toMatch(/^\d+ squares of 6 x 6 pixels differ/);
  expect(decode(marked!).width).toBe(width);
});

it('finds a mark of the size of a badge', () => {
  const marked = change((colour, x, y) =>
    x >= 200 && x < 220 && y >= 300 && y < 312 ? [180, 60, 60] : colour,
  );
  expect(comparePictures(file, marked).problem).not.toBeNull();
});

it('finds a dialog that is 3 pixels lower', () => {
  const lower = change((_, x, y) =>
    Array.from(pixels.slice(3 * (Math.max(0, y - 3) * width + x), 3 * (Math.max(0, y - 3) * width + x) + 3)),
  );
  expect(comparePictures(file, lower).problem).not.toBeNull();
});

it('does not report glyphs that are smoothed more', () => {
  const at = (x: number, y: number, channel: number): number =>
    pixels[3 * (Math.min(height - 1, y) * width + Math.min(width - 1, x)) + channel]!;
  const smooth = change((colour, x, y) =>
    colour.map((value, channel) => Math.round((3 * value + at(x + 1, y, channel)) / 4)),
  );
  expect(comparePictures(file, smooth).problem).toBeNull();
});

it('reports another size', () => {
  const half = encode({
    width,
    height: height - 1,
    channels: 3,
    depth: 8,
    data: pixels.slice(0, 3 * width * (height - 1)),
  });
  expect(comparePictures(file, half).problem).toContain(`expected ${width} x ${height}`);
});
