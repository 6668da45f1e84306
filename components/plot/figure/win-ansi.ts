/** Text in the characters of the standard fonts of PDF (WinAnsiEncoding). */

/** What figures write with other characters. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  '−': '-',
  '→': '->',
  '←': '<-',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '·': '\u00b7',
  '␣': '_',
  '⏎': '\\n',
  '✓': 'yes',
  '✗': 'no',
};

/** Latin-1, and the other characters of Windows-1252. */
const ALLOWED =
  /[\u0020-\u007e\u00a0-\u00ff\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]/u;

/** Replaces characters that the fonts lack: known ones by a spelling, accented ones by their letter, others by `?`. */
export function toWinAnsi(text: string): string {
  return Array.from(text, (character) => {
    if (ALLOWED.test(character)) return character;
    const spelled = REPLACEMENTS[character];
    if (spelled !== undefined) return spelled;
    const plain = character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
    return plain !== '' && Array.from(plain).every((part) => ALLOWED.test(part)) ? plain : '?';
  }).join('');
}
