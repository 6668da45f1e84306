/** Texts of a figure as outlines, which every program draws alike whatever fonts it has. */
import type { Path } from 'opentype.js';
import { loadFigureFonts, splitByFont, type FigureFonts } from './figure-fonts';
import { chooseFont, type FontName } from './fonts/load-fonts';

/** Replaces each `text` of an SVG file by a group with its outline, named by the text. */
export async function outlineTexts(file: string): Promise<string> {
  const fonts = await loadFigureFonts();
  const svg = new DOMParser().parseFromString(file, 'image/svg+xml').documentElement;
  for (const text of svg.querySelectorAll('text')) text.replaceWith(outline(text, fonts));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;
}

function outline(text: Element, fonts: FigureFonts): Element {
  const group = text.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'g');
  group.setAttribute('role', 'img');
  group.setAttribute('aria-label', text.textContent ?? '');
  for (const name of ['transform', 'fill', 'opacity']) {
    const value = text.getAttribute(name);
    if (value !== null) group.setAttribute(name, value);
  }
  const spans = text.children.length > 0 ? [...text.children] : [text];
  let y = read(text, 'y');
  for (const span of spans) {
    const size = Number.parseFloat(inherit(span, 'font-size') ?? '11');
    const x = Number.parseFloat(span.getAttribute('x') ?? text.getAttribute('x') ?? '0');
    if (span !== text && span.hasAttribute('y')) y = read(span, 'y');
    y += toPixels(span.getAttribute('dy'), size);
    const font = chooseFont(inherit(span, 'font-family') ?? '', inherit(span, 'font-weight') ?? '');
    const line = layOut(collapse(span.textContent ?? ''), font, fonts, size);
    const anchor = inherit(span, 'text-anchor');
    const left = x - (anchor === 'end' ? line.width : anchor === 'middle' ? line.width / 2 : 0);
    const { ascender, descender, unitsPerEm } = fonts[font];
    const isCentral = inherit(span, 'dominant-baseline') === 'central';
    const base = y + (isCentral ? ((ascender + descender) / 2 / unitsPerEm) * size : 0);
    const path = text.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', line.draw(left, base));
    group.append(path);
  }
  return group;
}

interface Line {
  readonly width: number;
  readonly draw: (x: number, y: number) => string;
}

function layOut(content: string, wanted: FontName, fonts: FigureFonts, size: number): Line {
  const runs = splitByFont(content, wanted, fonts);
  const widths = runs.map(({ text, font }) => fonts[font].getAdvanceWidth(text, size));
  return {
    width: widths.reduce((sum, width) => sum + width, 0),
    draw: (x, y) => {
      let at = x;
      return runs
        .map(({ text, font }, index) => {
          const path = writePath(fonts[font].getPath(text, at, y, size));
          at += widths[index]!;
          return path;
        })
        .join('');
    },
  };
}

/** Not by `toPathData` of the library, which leaves out parts of some glyphs near the origin. */
function writePath({ commands }: Path): string {
  return commands
    .map(({ type, x1, y1, x2, y2, x, y }) => {
      const numbers = [x1, y1, x2, y2, x, y].filter((value) => value !== undefined);
      return type + numbers.map((value) => Number(value.toFixed(2))).join(' ');
    })
    .join('');
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
