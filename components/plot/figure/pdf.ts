/** Figures as PDF: vector graphics with selectable text in the standard fonts, which every reader has. */
import { figureSvg, type Figure } from './figure-svg';
import { toWinAnsi } from './win-ansi';

/** Makes the file of a figure. The libraries are loaded on first use. */
export async function toPdf(figure: Figure): Promise<Blob> {
  const [{ jsPDF }, { svg2pdf }] = await Promise.all([import('jspdf'), import('svg2pdf.js')]);
  const svg = new DOMParser().parseFromString(figureSvg(figure), 'image/svg+xml').documentElement;
  const [width, height] = ['width', 'height'].map((name) => Number(svg.getAttribute(name)));
  if (!width || !height) throw new Error('The figure has no size.');
  simplifyTexts(svg);
  const pdf = new jsPDF({
    orientation: width > height ? 'landscape' : 'portrait',
    unit: 'pt',
    format: [width, height],
    compress: true,
  });
  pdf.setProperties({
    title: figure.title,
    subject: figure.lines.join(' '),
    creator: 'Patchbay',
  });
  await svg2pdf(svg, pdf, { width, height });
  return pdf.output('blob');
}

/** Leaves characters and fonts that the standard fonts have. */
function simplifyTexts(svg: Element): void {
  for (const text of svg.querySelectorAll('text, title'))
    text.textContent = toWinAnsi(text.textContent ?? '');
  for (const element of [svg, ...svg.querySelectorAll('[font-family]')]) {
    const family = element.getAttribute('font-family') ?? '';
    element.setAttribute('font-family', family.includes('monospace') ? 'courier' : 'helvetica');
  }
}
