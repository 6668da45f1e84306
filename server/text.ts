/** Checks of text before it is stored: what a database cannot keep, and what nobody can see. */

/**
 * What keeps a text from being stored, as the rest of a sentence that starts with the name of the text; null when nothing
 * does.
 *
 * SQLite's driver ends a text at its first NUL and replaces a lone surrogate, both without an error.
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

/** Characters that take no visible shape: separators, controls, formats, unassigned ones, and letters that are drawn blank. */
const INVISIBLE = /[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]/gu;
const MARKS = /\p{M}/gu;

/** Whether a text shows at least one character: spaces, zero-width characters, blank letters and lone marks do not count. */
export function hasVisibleText(text: string): boolean {
  return text.replaceAll(INVISIBLE, '').replaceAll(MARKS, '') !== '';
}
