/** Text for drawing with a font that has Latin letters and few signs. */

/** Letters, digits and marks of Latin scripts, the quotation marks and dashes of running text, and → − ≥. */
const OTHERS = /[^\u0020-\u007e\u00a0-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2192\u2212\u2265]/gu;

/** Replaces characters outside of Latin scripts by `?`, and line ends by spaces. */
export function keepLatin(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(OTHERS, '?');
}
