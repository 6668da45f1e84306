/** Figures as PDF: vector graphics with selectable text in embedded fonts, of which the file has the used signs only. */
import { SITE_NAME } from '../../../domain/site-name';
import type { jsPDF as Pdf } from 'jspdf';
import { loadFigureFonts, type FigureFonts } from './figure-fonts';
import { FONT_NAMES, loadFont } from './fonts/load-fonts';
import type { Picture } from './picture';
import { placeText } from './place-text';

const SVG = 'http://www.w3.org/2000/svg';

/** Points of PDF in a pixel of 1/96 inch. */
const POINTS = 72 / 96;

/** Makes the file of a figure. The libraries are loaded on first use. */
export async function toPdf({ svg: file, width, height, title, subject }: Picture): Promise<Blob> {
  const [{ jsPDF }, { svg2pdf }, fonts] = await Promise.all([
    import('jspdf'),
    import('svg2pdf.js'),
    loadFigureFonts(),
  ]);
  const svg = new DOMParser().parseFromString(file, 'image/svg+xml').documentElement;
  const size = { width: width * POINTS, height: height * POINTS };
  const pdf = new jsPDF({
    orientation: width > height ? 'landscape' : 'portrait',
    unit: 'pt',
    format: [size.width, size.height],
    compress: true,
    putOnlyUsedFonts: true,
  });
  await embedFonts(pdf);
  for (const text of svg.querySelectorAll('text')) setTexts(text, fonts);
  pdf.setProperties({ title, subject, creator: SITE_NAME });
  await svg2pdf(svg, pdf, size);
  return pdf.output('blob');
}

async function embedFonts(pdf: Pdf): Promise<void> {
  await Promise.all(
    FONT_NAMES.map(async (name) => {
      const [family, style] = name.split(' ') as [string, string];
      const bytes = new Uint8Array(await loadFont(name));
      let binary = '';
      for (let at = 0; at < bytes.length; at += 0x8000)
        binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      pdf.addFileToVFS(`${name}.ttf`, btoa(binary));
      pdf.addFont(`${name}.ttf`, `figure-${family}`, style);
    }),
  );
}

/** Replaces a text by its parts, each in an embedded font at its place: svg2pdf.js would measure it with fonts of the browser. */
function setTexts(text: Element, fonts: FigureFonts): void {
  const group = text.ownerDocument.createElementNS(SVG, 'g');
  for (const name of ['transform', 'fill', 'opacity']) {
    const value = text.getAttribute(name);
    if (value !== null) group.setAttribute(name, value);
  }
  for (const { text: content, font, size, x, y } of placeText(text, fonts)) {
    const [family, style] = font.split(' ');
    const part = text.ownerDocument.createElementNS(SVG, 'text');
    part.textContent = escapeAstral(content);
    part.setAttribute('font-family', `figure-${family}`);
    part.setAttribute('font-weight', style!);
    part.setAttribute('font-size', String(size));
    part.setAttribute('x', String(x));
    part.setAttribute('y', String(y));
    group.append(part);
  }
  text.replaceWith(group);
}

/** Writes signs beyond 16 bits as their code points: jsPDF has no glyphs for them. */
function escapeAstral(text: string): string {
  return text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);
}
