/** Thumbnails, decoded as a browser decodes them. */
import { decode } from 'fast-png';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pickColour } from '../../../components/plot/heatmap/scale';
import { digestPicture, drawPicture, type Tone } from './draw-picture';

/** Pixels in row-major order: `rgb(r, g, b)` and alpha. */
function readPixels(png: Uint8Array) {
  const { width, height, data, palette, transparency } = decode(png);
  return {
    size: [width, height],
    colours: Array.from(data, (entry) => `rgb(${palette![entry]!.slice(0, 3).join(', ')})`),
    alphas: Array.from(data, (entry) => palette![entry]![3] ?? transparency?.[entry] ?? 255),
    entries: palette!.length,
  };
}

it.each<Tone>(['light', 'dark'])('draws each cell in the colour of the large heatmap on %s pages', (tone) => {
  const values = [-2, 0, 1, NaN, 2, 0.5];
  const { size, colours, alphas } = readPixels(drawPicture({ shape: [2, 3], values }, tone));
  expect(size).toEqual([3, 2]);
  expect(colours).toEqual(
    values.map((value) => (Number.isNaN(value) ? 'rgb(153, 153, 153)' : pickColour(value, 2, 'RdBu', tone))),
  );
  expect(alphas).toEqual([255, 255, 255, 0x33, 255, 255]);
});

it('draws zero light on light pages and dark on dark ones', () => {
  const picture = { shape: [1, 1] as const, values: [0] };
  const brightness = (tone: Tone): number =>
    Math.max(...readPixels(drawPicture(picture, tone)).colours[0]!.match(/\d+/g)!.map(Number));
  expect(brightness('light')).toBeGreaterThan(240);
  expect(brightness('dark')).toBeLessThan(60);
});

it('draws any values within its palette, in less than 6 kB', () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 64 }),
    columns: fc.integer({ min: 1, max: 64 }),
    seed: fc.array(fc.oneof(fc.double(), fc.constant(NaN)), { minLength: 1, maxLength: 300 }),
  });
  fc.assert(
    fc.property(sizes, ({ rows, columns, seed }) => {
      const values = Array.from({ length: rows * columns }, (_, index) => seed[index % seed.length]!);
      const png = drawPicture({ shape: [rows, columns], values }, 'light');
      const { size, entries } = readPixels(png);
      expect(size).toEqual([columns, rows]);
      expect(entries).toBeLessThanOrEqual(242);
      expect(png.length).toBeLessThan(6000);
    }),
    { numRuns: 40 },
  );
});

it('has a digest that changes with values and shape', () => {
  const digests = [
    { shape: [1, 2] as const, values: [0, 1] },
    { shape: [2, 1] as const, values: [0, 1] },
    { shape: [1, 2] as const, values: [0, 2] },
    { shape: [1, 2] as const, values: [0, NaN] },
  ].map(digestPicture);
  expect(new Set(digests).size).toBe(4);
  expect(digests[0]).toMatch(/^[\w-]{16}$/);
});
