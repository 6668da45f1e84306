/** Figures as PDF: vector graphics with selectable text in embedded fonts, of which the file has the used signs only. */
import type { jsPDF as Pdf } from 'jspdf';
import { loadFigureFonts, splitByFont, type FigureFonts } from './figure-fonts';
import { chooseFont, FONT_NAMES, loadFont } from './fonts/load-fonts';
import type { Picture } from './picture';

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
  for (const text of svg.querySelectorAll('text')) nameFonts(text, fonts);
  pdf.setProperties({ title, subject, creator: 'Patchbay' });
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

/** Gives a text the embedded font that has its signs. A text with signs of both is in the one for tokens, which has more. */
function nameFonts(text: Element, fonts: FigureFonts): void {
  for (const part of text.children.length > 0 ? [...text.children] : [text]) {
    const inherited = (name: string): string => part.closest(`[${name}]`)?.getAttribute(name) ?? '';
    const wanted = chooseFont(inherited('font-family'), inherited('font-weight'));
    const runs = splitByFont(part.textContent ?? '', wanted, fonts);
    const font = runs.find((run) => run.font !== wanted)?.font ?? wanted;
    const [family, style] = font.split(' ');
    part.textContent = runs.map((run) => escapeAstral(run.text)).join('');
    part.setAttribute('font-family', `figure-${family}`);
    part.setAttribute('font-weight', style!);
  }
}

/** Writes signs beyond 16 bits as their code points: jsPDF has no glyphs for them. */
function escapeAstral(text: string): string {
  return text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);
}
