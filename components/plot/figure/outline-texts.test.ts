// @vitest-environment jsdom
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { decode, encode } from 'fast-png';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { loadFigureFonts, splitByFont } from './figure-fonts';
import { outlineTexts } from './outline-texts';
import { setDensity } from './png-density';

beforeAll(() => {
  vi.stubGlobal('fetch', async (url: URL) => {
    const file = await readFile(fileURLToPath(`file://${new URL(url).pathname}`)).catch(() =>
      readFile(`.${new URL(url).pathname}`),
    );
    return {
      ok: true,
      arrayBuffer: async () => file.buffer.slice(file.byteOffset, file.byteOffset + file.length),
    };
  });
});
afterAll(() => void vi.unstubAllGlobals());

const draw = async (texts: string): Promise<Element> =>
  new DOMParser().parseFromString(
    await outlineTexts(`<svg xmlns="http://www.w3.org/2000/svg" font-family="Helvetica">${texts}</svg>`),
    'image/svg+xml',
  ).documentElement;
/** Smallest and largest x of a path. */
const extent = (path: Element): [number, number] => {
  const xs = [...path.getAttribute('d')!.matchAll(/[ML]\s*(-?[\d.]+)/g)].map(([, x]) => Number(x));
  return [Math.min(...xs), Math.max(...xs)];
};

it('replaces texts by outlines that keep their names, places and colours', async () => {
  const svg = await draw(
    '<text x="100" y="20" font-size="10" text-anchor="end" fill="#364fc7" transform="rotate(3)">Layer</text>',
  );
  expect(svg.querySelector('text')).toBeNull();
  const group = svg.querySelector('g')!;
  expect(group.getAttribute('aria-label')).toBe('Layer');
  expect(group.getAttribute('fill')).toBe('#364fc7');
  expect(group.getAttribute('transform')).toBe('rotate(3)');
  const [low, high] = extent(group.querySelector('path')!);
  expect(high).toBeGreaterThan(97);
  expect(high).toBeLessThanOrEqual(100);
  expect(low).toBeGreaterThan(70);
});

it('draws the lines of a text of spans', async () => {
  const svg = await draw(
    '<text font-size="10"><tspan x="0" y="10">a</tspan><tspan x="50" dy="1em">b</tspan></text>',
  );
  const [first, second] = [...svg.querySelectorAll('path')];
  expect(extent(first!)[0]).toBeLessThan(2);
  expect(extent(second!)[0]).toBeGreaterThan(50);
});

it('takes signs that a font lacks from the other one, and writes others as code points', async () => {
  const fonts = await loadFigureFonts();
  expect(splitByFont('a→␣b日', 'sans normal', fonts)).toEqual([
    { text: 'a→', font: 'sans normal' },
    { text: '␣', font: 'mono normal' },
    { text: 'b\\u{65e5}', font: 'sans normal' },
  ]);
});

it('writes the resolution into a PNG file', () => {
  const png = encode({ width: 2, height: 1, channels: 3, depth: 8, data: new Uint8Array(6) });
  expect(decode(setDensity(png, 300)).resolution).toEqual({ x: 11811, y: 11811, unit: 1 });
});

it.each([0, 100])('draws glyphs whole at %d', async (x) => {
  const svg = await draw(
    `<text x="${x}" y="${x}" font-size="10.5" text-anchor="middle" dominant-baseline="central" font-family="monospace">0</text>`,
  );
  const path = svg.querySelector('path')!.getAttribute('d')!;
  // The outside, the inside and the dot.
  expect(path.split('M').length - 1).toBe(3);
  const ys = [...path.matchAll(/[MLQ][^MLQZ]*?(-?[\d.]+)(?=[MLQZ]|$)/g)].map(([, y]) => Number(y));
  expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThan(7);
});
