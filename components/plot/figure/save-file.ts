/** Downloads made in the browser. */
import type { Picture } from './picture';
import { setDensity } from './png-density';

/** Of a PNG, as journals ask for. */
export const PNG_DPI = 300;
const PAGE_DPI = 96;

/** Downloads a file. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

export type PictureType = 'svg' | 'png' | 'pdf';

/**
 * Downloads a figure. Texts are outlines in SVG and PNG, and in embedded fonts in PDF.
 *
 * @param name file name without its extension.
 * @throws Error when the browser cannot draw the figure.
 */
export async function savePicture(picture: Picture, name: string, type: PictureType): Promise<void> {
  saveFile(`${name}.${type}`, await makeFile(picture, type));
}

/** Makes the file of a figure. Libraries and fonts are loaded on first use, because they are large. */
export async function makeFile(picture: Picture, type: PictureType): Promise<Blob> {
  if (type === 'pdf') {
    const { toPdf } = await import('./pdf');
    return toPdf(picture);
  }
  const { outlineTexts } = await import('./outline-texts');
  const svg = new Blob([await outlineTexts(picture.svg)], { type: 'image/svg+xml' });
  return type === 'svg' ? svg : drawPng(svg, picture);
}

async function drawPng(svg: Blob, { width, height }: Picture): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  const image = new Image();
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  const scale = PNG_DPI / PAGE_DPI;
  const canvas = Object.assign(document.createElement('canvas'), {
    width: Math.round(width * scale),
    height: Math.round(height * scale),
  });
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const png = await new Promise<Blob>((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser could not draw the figure.'))),
      'image/png',
    );
  });
  return new Blob([setDensity(new Uint8Array(await png.arrayBuffer()), PNG_DPI) as BlobPart], {
    type: 'image/png',
  });
}
