/** Where the glyphs of a text of an SVG file are, measured with the fonts of figures, not with those of the browser. */
import { splitByFont, type FigureFonts } from './figure-fonts';
import { chooseFont, type FontName } from './fonts/load-fonts';

/** A part of a text in one font. */
export interface PlacedText {
  readonly text: string;
  readonly font: FontName;
  readonly size: number;
  /** Start of the baseline, in the coordinates of the text. */
  readonly x: number;
  readonly y: number;
}

/** Lays out a `text` element with its spans, anchors and baselines. */
export function placeText(text: Element, fonts: FigureFonts): PlacedText[] {
  const placed: PlacedText[] = [];
  let y = read(text, 'y');
  for (const span of text.children.length > 0 ? [...text.children] : [text]) {
    const size = Number.parseFloat(inherit(span, 'font-size') ?? '11');
    if (span !== text && span.hasAttribute('y')) y = read(span, 'y');
    y += toPixels(span.getAttribute('dy'), size);
    const wanted = chooseFont(inherit(span, 'font-family') ?? '', inherit(span, 'font-weight') ?? '');
    const runs = splitByFont(collapse(span.textContent ?? ''), wanted, fonts);
    const widths = runs.map((run) => fonts[run.font].getAdvanceWidth(run.text, size));
    const width = widths.reduce((sum, one) => sum + one, 0);
    const anchor = inherit(span, 'text-anchor');
    let x = read(span.hasAttribute('x') ? span : text, 'x');
    x -= anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0;
    const { ascender, descender, unitsPerEm } = fonts[wanted];
    const isCentral = inherit(span, 'dominant-baseline') === 'central';
    const base = y + (isCentral ? ((ascender + descender) / 2 / unitsPerEm) * size : 0);
    runs.forEach((run, index) => {
      placed.push({ ...run, size, x, y: base });
      x += widths[index]!;
    });
  }
  return placed;
}

/** SVG draws several spaces as one. */
function collapse(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function inherit(element: Element, name: string): string | null {
  return element.closest(`[${name}]`)?.getAttribute(name) ?? null;
}

function read(element: Element, name: string): number {
  return Number.parseFloat(element.getAttribute(name) ?? '0');
}

function toPixels(length: string | null, size: number): number {
  if (length === null) return 0;
  const value = Number.parseFloat(length);
  return length.endsWith('em') ? value * size : value;
}
