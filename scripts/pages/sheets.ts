/** Sheets of photographs with their names above, composed by the browser that took them. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';

export interface Photograph {
  readonly name: string;
  readonly image: Buffer;
}

export interface SheetLayout {
  readonly columns: number;
  /** Width of a photograph in pixels. */
  readonly width: number;
}

/** Reads a photograph of the pages before the design work. */
export async function readBefore(name: string): Promise<Photograph> {
  const file = `docs/pages/before/${name.toLowerCase().replaceAll(' ', '-')}.webp`;
  return { name: `${name}, before`, image: await readFile(file) };
}

/** Composes photographs row by row and writes them as one WebP file. @param page any page; its content is replaced. */
export async function writeSheet(
  page: Page,
  file: string,
  photographs: readonly Photograph[],
  layout: SheetLayout,
): Promise<void> {
  const sources = photographs.map(({ name, image }) => {
    const type = image.subarray(8, 12).toString() === 'WEBP' ? 'webp' : 'png';
    return { name, source: `data:image/${type};base64,${image.toString('base64')}` };
  });
  const composed = await page.evaluate(
    async ([given, { columns, width }]) => {
      const [gap, labelHeight] = [14, 20];
      const images = await Promise.all(
        given.map(async ({ source }) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          return image;
        }),
      );
      // Photographs of one sheet have one aspect; those before the design work are a pixel off.
      const height = Math.round((width * images[0]!.height) / images[0]!.width);
      const canvas = document.createElement('canvas');
      canvas.width = gap + columns * (width + gap);
      canvas.height = gap + Math.ceil(given.length / columns) * (labelHeight + height + gap);
      const drawing = canvas.getContext('2d')!;
      drawing.fillStyle = '#e9e9e9';
      drawing.fillRect(0, 0, canvas.width, canvas.height);
      drawing.imageSmoothingQuality = 'high';
      drawing.font = '15px sans-serif';
      given.forEach(({ name }, at) => {
        const left = gap + (at % columns) * (width + gap);
        const top = gap + Math.floor(at / columns) * (labelHeight + height + gap);
        drawing.fillStyle = '#222222';
        drawing.fillText(name, left, top + 13);
        drawing.drawImage(images[at]!, left, top + labelHeight, width, height);
      });
      return canvas.toDataURL('image/webp', 0.85);
    },
    [sources, layout] as const,
  );
  await writeFile(file, Buffer.from(composed.slice(composed.indexOf(',') + 1), 'base64'));
}
