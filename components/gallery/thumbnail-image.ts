/**
 * A small heatmap as a PNG in a data URL: one element of a page instead of one for each cell.
 *
 * Written by hand (PNG specification, section 5; zlib's stored blocks, RFC 1951 section 3.2.4), for a few hundred
 * pixels need no compression of their own, and pages are compressed as a whole.
 */
import { pickColour, type Tone } from '../plot/heatmap/scale';

/** Steps between zero and the end of the scale: with their negatives, zero and undefined they fit a palette of 256. */
const STEPS = 120;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const INDEXED_COLOUR = 3;

/**
 * Draws values as pixels, colours as in the large heatmaps.
 *
 * @param values row-major [rows, columns]; NaN where undefined.
 * @param limit half range of the colour scale.
 * @param tone of the page behind it: zero is white on light pages and dark on dark ones.
 * @returns `data:image/png;base64,...`
 */
export function thumbnailImage(
  values: ArrayLike<number>,
  columns: number,
  limit: number,
  tone: Tone = 'light',
): string {
  const palette = new Map<number, number>();
  const pixels = Array.from(values, (value) => {
    const level = Number.isNaN(value) ? NaN : Math.round(STEPS * Math.min(1, Math.max(-1, value / limit)));
    const known = palette.get(level) ?? palette.size;
    palette.set(level, known);
    return known;
  });
  const rows = Math.ceil(pixels.length / columns);
  // Each row begins with its filter: none.
  const lines = Array.from({ length: rows }, (_, row) => [
    0,
    ...pixels.slice(row * columns, (row + 1) * columns),
  ]).flat();
  const colours = [...palette.keys()].map((level) =>
    channels(pickColour((level * limit) / STEPS, limit, 'RdBu', tone)),
  );
  const bytes = [
    ...SIGNATURE,
    ...chunk('IHDR', [...uint32(columns), ...uint32(rows), 8, INDEXED_COLOUR, 0, 0, 0]),
    ...chunk(
      'PLTE',
      colours.flatMap(({ rgb }) => rgb),
    ),
    ...chunk(
      'tRNS',
      colours.map(({ alpha }) => alpha),
    ),
    ...chunk('IDAT', stored(lines)),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${btoa(String.fromCharCode(...bytes))}`;
}

/** Of `rgb(r, g, b)`, or of the short hexadecimal form with alpha that undefined cells have. */
function channels(colour: string): { rgb: number[]; alpha: number } {
  const short = /^#(\w)(\w)(\w)(\w)$/.exec(colour);
  if (short) {
    const [red, green, blue, alpha] = short.slice(1).map((digit) => 17 * Number.parseInt(digit, 16));
    return { rgb: [red!, green!, blue!], alpha: alpha! };
  }
  const rgb = colour.match(/\d+/g)?.map(Number) ?? [];
  if (rgb.length !== 3) throw new Error(`no colour of three channels: ${colour}`);
  return { rgb, alpha: 255 };
}

function chunk(type: string, data: readonly number[]): number[] {
  const body = [...Array.from(type, (letter) => letter.charCodeAt(0)), ...data];
  return [...uint32(data.length), ...body, ...uint32(crc32(body))];
}

/** A zlib stream of one stored block. */
function stored(data: readonly number[]): number[] {
  const [low, high] = [data.length & 0xff, data.length >> 8];
  return [0x78, 0x01, 1, low, high, low ^ 0xff, high ^ 0xff, ...data, ...uint32(adler32(data))];
}

const uint32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

function adler32(data: readonly number[]): number {
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(data: readonly number[]): number {
  let crc = -1;
  for (const byte of data) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc;
}
