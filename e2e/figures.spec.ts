/** Exported figures equal what the page shows: colours of all cells, labels, in SVG, PNG and PDF. */
import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { choosePreset } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });

/** Pixels of a PNG of 300 dpi for each pixel of the page. */
const PNG_SCALE = 300 / 96;

/** Red, green and blue from 0 to 255. */
type Colour = readonly [number, number, number];

async function save(page: Page, type: 'SVG' | 'PNG' | 'PDF'): Promise<Buffer> {
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.getByRole('button', { name: 'View and export Residual stream' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: `Save as ${type}` }).click();
  return readFile(await (await download).path());
}

interface Shown {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly colours: readonly Colour[];
}

/** The shown cells. The page draws a pixel for each. */
function readShownCells(page: Page): Promise<Shown> {
  return page.getByRole('application', { name: /^Residual stream/ }).evaluate((plot) => {
    const canvas = plot.querySelector('canvas') ?? plot.parentElement!.querySelector('canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const colours = Array.from({ length: data.length / 4 }, (_, cell): [number, number, number] => [
      data[4 * cell]!,
      data[4 * cell + 1]!,
      data[4 * cell + 2]!,
    ]);
    return { rows: canvas.height, columns: canvas.width, colours };
  });
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What an SVG file draws: the frame around the cells, filled rectangles in the order of drawing, and texts. */
function readSvg(page: Page, svg: string) {
  return page.evaluate((source) => {
    const root = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
    document.body.append(root);
    const origin = root.getBoundingClientRect();
    const place = (rect: Element) => {
      const { x, y, width, height } = rect.getBoundingClientRect();
      return { x: x - origin.x, y: y - origin.y, width, height };
    };
    const rects = [...root.querySelectorAll('rect')];
    const frame = place(rects.find((rect) => rect.getAttribute('fill') === 'none')!);
    const filled = rects
      .filter((rect) => /^(#|rgb)/.test(rect.getAttribute('fill') ?? ''))
      .map((rect) => ({ ...place(rect), fill: rect.getAttribute('fill')! }));
    // Texts are outlines, named by the text.
    const texts = [...root.querySelectorAll('[aria-label]')].map((part) => part.getAttribute('aria-label')!);
    root.remove();
    return { frame, filled, texts };
  }, svg);
}

/** Boxes of the cells within a frame, row by row. */
function placeCells({ x, y, width, height }: Box, { rows, columns }: Shown): Box[] {
  const size = { width: width / columns, height: height / rows };
  return Array.from({ length: rows * columns }, (_, cell) => ({
    ...size,
    x: x + (cell % columns) * size.width,
    y: y + Math.floor(cell / columns) * size.height,
  }));
}

/** The most frequent colour of a PNG in each box of the SVG: hatching covers a part of a cell. */
function readPng(page: Page, png: Buffer, boxes: readonly Box[]): Promise<Colour[]> {
  return page.evaluate(
    async ({ base64, within, scale }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0)!);
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
      context.drawImage(image, 0, 0);
      return within.map(({ x, y, width, height }): [number, number, number] => {
        // The outermost pixels can be of the frame.
        const [left, top] = [Math.round(scale * x) + 2, Math.round(scale * y) + 2];
        const size = [Math.floor(scale * width) - 4, Math.floor(scale * height) - 4] as const;
        const part = context.getImageData(left, top, ...size);
        const counts = new Map<string, number>();
        for (let at = 0; at < part.data.length; at += 4) {
          const colour = part.data.slice(at, at + 3).join();
          counts.set(colour, (counts.get(colour) ?? 0) + 1);
        }
        const [[most] = ['']] = [...counts].toSorted(([, a], [, b]) => b - a);
        const [red, green, blue] = most.split(',').map(Number);
        return [red!, green!, blue!];
      });
    },
    { base64: png.toString('base64'), within: boxes, scale: PNG_SCALE },
  );
}

/**
 * Texts in embedded fonts: glyphs in hexadecimal, with the characters that the file says they stand for. Each text is read with the map
 * of each font, since only one of them gives words.
 */
function readPdfTexts(operators: string): string[] {
  const maps = [...operators.matchAll(/beginbfchar\n([^]*?)\nendbfchar/g)].map(
    ([, lines]) =>
      new Map(
        [...lines!.matchAll(/<([\da-f]{4})><([\da-f]{4})>/gi)].map(([, glyph, code]) => [
          glyph!.toLowerCase(),
          String.fromCodePoint(Number.parseInt(code!, 16)),
        ]),
      ),
  );
  return [...operators.matchAll(/<([\da-f]+)> Tj/gi)].flatMap(([, glyphs]) =>
    maps.map((map) =>
      glyphs!
        .match(/.{4}/g)!
        .map((glyph) => map.get(glyph.toLowerCase()) ?? '')
        .join(''),
    ),
  );
}

/** What a PDF draws: colours that are set for filling, in order, and texts. */
function readPdf(pdf: Buffer): { fills: Colour[]; texts: string[] } {
  const source = pdf.toString('latin1');
  const streams = [...source.matchAll(/(?<!end)stream\r?\n/g)].map((match) => {
    const start = match.index + match[0].length;
    const bytes = pdf.subarray(start, source.indexOf('endstream', start));
    try {
      return inflateSync(bytes).toString('latin1');
    } catch {
      return bytes.toString('latin1');
    }
  });
  const operators = streams.join('\n');
  const fills = [...operators.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) rg\b|([\d.]+) g\b/g)].map(
    (match): Colour => {
      const [red, green, blue] = match[4] === undefined ? match.slice(1, 4) : [match[4], match[4], match[4]];
      return [255 * Number(red), 255 * Number(green), 255 * Number(blue)];
    },
  );
  return { fills, texts: readPdfTexts(operators) };
}

const toRgb = (fill: string): Colour => {
  const hex = /^#(..)(..)(..)$/.exec(fill);
  const numbers = hex
    ? hex.slice(1).map((part) => Number.parseInt(part, 16))
    : fill.match(/\d+/g)!.map(Number);
  return [numbers[0]!, numbers[1]!, numbers[2]!];
};

test('SVG, PNG and PDF have the cells of the page', async ({ page, site }) => {
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  const shown = await readShownCells(page);
  expect(new Set(shown.colours.map(String)).size).toBeGreaterThanOrEqual(5);
  const { frame, filled, texts } = await readSvg(page, (await save(page, 'SVG')).toString());
  const boxes = placeCells(frame, shown);
  const inSvg = boxes.map(({ x, y, width, height }) => {
    const [middleX, middleY] = [x + width / 2, y + height / 2];
    const { fill } = filled.findLast(
      (rect) =>
        rect.x <= middleX &&
        middleX <= rect.x + rect.width &&
        rect.y <= middleY &&
        middleY <= rect.y + rect.height,
    )!;
    return toRgb(fill);
  });
  expectNear(inSvg, shown.colours);

  const inPng = await readPng(page, await save(page, 'PNG'), boxes);
  expectNear(inPng, shown.colours);

  const { fills, texts: inPdf } = readPdf(await save(page, 'PDF'));
  expect(matchColours(shown.colours, fills)).toBe(true);
  // Other characters have other codes, or another spelling, in the standard fonts of PDF.
  // SVG draws several spaces as one.
  const parts = texts
    .flatMap((text) => text.replaceAll(/ +/g, ' ').split(/[^ -~]+/))
    .filter((part) => part.trim() !== '');
  expect(parts.length).toBeGreaterThan(10);
  for (const part of parts) expect(inPdf.join('\n'), part).toContain(part);
});

/** Colours are rounded to whole numbers in more than one place. */
function expectNear(colours: readonly Colour[], expected: readonly Colour[]): void {
  expect(colours).toHaveLength(expected.length);
  for (const [cell, colour] of colours.entries())
    for (const [channel, value] of colour.entries())
      expect(Math.abs(value - expected[cell]![channel]!), `cell ${cell}`).toBeLessThanOrEqual(1);
}

/** Whether each run of equally coloured cells is filled in a PDF, in order. */
function matchColours(cells: readonly Colour[], fills: readonly Colour[]): boolean {
  let at = 0;
  for (const colour of cells) {
    // Equal neighbours are one rectangle. jsPDF writes colours as hundredths.
    const isSame = (fill: Colour): boolean =>
      fill.every((value, channel) => Math.abs(value - colour[channel]!) <= 2.6);
    if (at > 0 && isSame(fills[at - 1]!)) continue;
    const next = fills.findIndex((fill, index) => index >= at && isSame(fill));
    if (next < 0) return false;
    at = next + 1;
  }
  return true;
}
