import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pickColour } from '../plot/heatmap/scale';
import { thumbnailImage } from './thumbnail-image';

/** Chunks of a PNG by type, as a reader takes them. */
function chunksOf(url: string): Map<string, Buffer> {
  const [, base64] = /^data:image\/png;base64,(.+)$/.exec(url)!;
  const bytes = Buffer.from(base64!, 'base64');
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'));
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return chunks;
}

/** `rgb(r, g, b)` and alpha of each pixel. */
function pixelsOf(url: string): { colours: string[]; alphas: number[]; width: number; height: number } {
  const chunks = chunksOf(url);
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const lines = inflateSync(chunks.get('IDAT')!);
  expect(lines).toHaveLength(height * (width + 1));
  const indices = [...lines].filter((_, at) => at % (width + 1) !== 0);
  const palette = chunks.get('PLTE')!;
  return {
    width,
    height,
    colours: indices.map((index) => `rgb(${[...palette.subarray(3 * index, 3 * index + 3)].join(', ')})`),
    alphas: indices.map((index) => chunks.get('tRNS')![index]!),
  };
}

it('draws each value in its colour, and undefined ones translucent', () => {
  const { width, height, colours, alphas } = pixelsOf(thumbnailImage([-2, 0, 1, NaN, 2, 5], 3, 2));
  expect([width, height]).toEqual([3, 2]);
  expect(colours).toEqual([
    pickColour(-2, 2),
    pickColour(0, 2),
    pickColour(1, 2),
    'rgb(153, 153, 153)',
    pickColour(2, 2),
    pickColour(2, 2),
  ]);
  expect(alphas).toEqual([255, 255, 255, 0x33, 255, 255]);
});

it('draws zero dark on dark pages', () => {
  const { colours } = pixelsOf(thumbnailImage([0, 1], 2, 1, 'dark'));
  expect(colours).toEqual([pickColour(0, 1, 'RdBu', 'dark'), pickColour(1, 1, 'RdBu', 'dark')]);
  const [red, green, blue] = colours[0]!.match(/\d+/g)!.map(Number);
  expect(Math.max(red!, green!, blue!)).toBeLessThan(80);
});

it('draws whatever a card may hold, within its palette', () => {
  const values = fc.array(fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(NaN)), {
    minLength: 1,
    maxLength: 64 * 64,
    size: 'max',
  });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 64 }), (cells, columns) => {
      const whole = cells.slice(0, Math.max(columns, cells.length - (cells.length % columns)));
      fc.pre(whole.length % columns === 0);
      const { colours } = pixelsOf(thumbnailImage(whole, columns, 1));
      expect(colours).toHaveLength(whole.length);
      expect(new Set(colours).size).toBeLessThanOrEqual(242);
    }),
  );
});

it('ends as every PNG does, checksum included', () => {
  const bytes = Buffer.from(thumbnailImage([0], 1, 1).slice('data:image/png;base64,'.length), 'base64');
  expect(bytes.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
});
