/** Texts of a figure as outlines, which every program draws alike whatever fonts it has. */
import type { Path } from 'opentype.js';
import { loadFigureFonts, type FigureFonts } from './figure-fonts';
import { placeText } from './place-text';

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
  for (const { text: content, font, size, x, y } of placeText(text, fonts)) {
    const path = text.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', writePath(fonts[font].getPath(content, x, y, size)));
    group.append(path);
  }
  return group;
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
