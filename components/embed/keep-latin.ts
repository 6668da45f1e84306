/** Text for drawing with a font that has Latin letters only. */

/** Letters, digits and marks of Latin scripts, and the quotation marks and dashes of running text. */
const OTHERS = /[^\u0020-\u007e\u00a0-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]/gu;

/** Replaces characters outside of Latin scripts by `?`, and line ends by spaces. */
export function keepLatin(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('→', '->').replaceAll('−', '-').replaceAll(OTHERS, '?');
}
