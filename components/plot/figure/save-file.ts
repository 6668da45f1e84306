/** Downloads made in the browser. */
import { figureSvg, type Figure } from './figure-svg';

/** Pixels of a PNG per pixel of the page. */
const PNG_SCALE = 3;

/** Downloads a file. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/**
 * Downloads a figure as SVG, PNG or PDF.
 *
 * @param name file name without its extension.
 * @throws Error when the browser cannot draw the figure.
 */
export async function saveFigure(figure: Figure, name: string, type: 'svg' | 'png' | 'pdf'): Promise<void> {
  if (type === 'pdf') {
    // Its libraries are large.
    const { toPdf } = await import('./pdf');
    saveFile(`${name}.pdf`, await toPdf(figure));
    return;
  }
  const svg = new Blob([figureSvg(figure)], { type: 'image/svg+xml' });
  saveFile(`${name}.${type}`, type === 'svg' ? svg : await drawPng(svg));
}

async function drawPng(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  const image = new Image();
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = Object.assign(document.createElement('canvas'), {
    width: width * PNG_SCALE,
    height: height * PNG_SCALE,
  });
  const context = canvas.getContext('2d')!;
  context.scale(PNG_SCALE, PNG_SCALE);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser could not draw the figure.'))),
      'image/png',
    );
  });
}
