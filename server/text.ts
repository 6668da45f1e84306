/** Checks of text before it is stored: characters that the database cannot store, and text without visible characters. */

/**
 * Why a text cannot be stored, as the end of a sentence that starts with the name of the text; null if it can.
 *
 * SQLite's driver cuts a text at its first NUL and replaces lone surrogates, both without an error.
 *
 * @example `The title ${textProblem(title)}.`
 */
export function textProblem(text: string): string | null {
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    return `contains a NUL character (U+0000) after ${nul} ${nul === 1 ? 'character' : 'characters'}; delete it`;
  }
  if (!text.isWellFormed()) return 'contains half of a character (a lone surrogate); paste it again';
  return null;
}

/** Invisible characters: separators, controls, formats, unassigned ones, and blank letters. */
const INVISIBLE = /[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]/gu;
const MARKS = /\p{M}/gu;

/** Whether a text has a visible character. Spaces, zero-width characters, blank letters and lone marks do not count. */
export function hasVisibleText(text: string): boolean {
  return text.replaceAll(INVISIBLE, '').replaceAll(MARKS, '') !== '';
}
