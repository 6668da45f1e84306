/**
 * The fonts of exported figures: Arimo, which has the widths of Helvetica and Arial, and DejaVu Sans Mono for tokens, which also has
 * the signs that Arimo lacks. They are read when the first figure is exported.
 */

export const FONT_FILES = {
  'sans normal': () => new URL('./Arimo-Regular.ttf', import.meta.url),
  'sans bold': () => new URL('./Arimo-Bold.ttf', import.meta.url),
  'mono normal': () => new URL('./DejaVuSansMono-Regular.ttf', import.meta.url),
  'mono bold': () => new URL('./DejaVuSansMono-Bold.ttf', import.meta.url),
} as const;
export type FontName = keyof typeof FONT_FILES;
export const FONT_NAMES = Object.keys(FONT_FILES) as FontName[];

const files = new Map<FontName, Promise<ArrayBuffer>>();

/** Reads the file of a font. @throws Error when the server does not answer; the next call tries again. */
export function loadFont(name: FontName): Promise<ArrayBuffer> {
  const known = files.get(name);
  if (known) return known;
  const file = fetch(FONT_FILES[name]()).then((answer) => {
    if (!answer.ok)
      throw new Error(`The font of the figure could not be read (status ${answer.status}). Try again.`);
    return answer.arrayBuffer();
  });
  files.set(name, file);
  file.catch(() => files.delete(name));
  return file;
}

/** The font of an SVG text by its attributes. */
export function chooseFont(family: string, weight: string): FontName {
  const isBold = weight === 'bold' || Number(weight) >= 600;
  return `${/mono|courier/i.test(family) ? 'mono' : 'sans'} ${isBold ? 'bold' : 'normal'}`;
}
