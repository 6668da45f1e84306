/** Fonts of exported figures, and which of them has a sign. */
import { parse, type Font } from 'opentype.js';
import { FONT_NAMES, loadFont, type FontName } from './fonts/load-fonts';

export type FigureFonts = Readonly<Record<FontName, Font>>;

let parsed: Promise<FigureFonts> | null = null;

/** Reads and parses the fonts, once. */
export function loadFigureFonts(): Promise<FigureFonts> {
  parsed ??= parseAll().catch((error: unknown) => {
    parsed = null;
    throw error;
  });
  return parsed;
}

async function parseAll(): Promise<FigureFonts> {
  const fonts = await Promise.all(
    FONT_NAMES.map(async (name) => [name, parse(await loadFont(name))] as const),
  );
  return Object.fromEntries(fonts) as Record<FontName, Font>;
}

export interface TextRun {
  readonly text: string;
  readonly font: FontName;
}

/**
 * Splits a text into runs of one font: the wanted one, DejaVu Sans Mono for signs that it lacks. A sign that neither has is written as
 * its code point, so that nothing is lost.
 */
export function splitByFont(content: string, wanted: FontName, fonts: FigureFonts): TextRun[] {
  const runs: { text: string; font: FontName }[] = [];
  const other: FontName = wanted.endsWith('bold') ? 'mono bold' : 'mono normal';
  for (const sign of content) {
    const font = [wanted, other].find((name) => fonts[name].charToGlyphIndex(sign) > 0);
    const text = font ? sign : `\\u{${sign.codePointAt(0)!.toString(16)}}`;
    const last = runs.at(-1);
    if (last?.font === (font ?? wanted)) last.text += text;
    else runs.push({ text, font: font ?? wanted });
  }
  return runs;
}
