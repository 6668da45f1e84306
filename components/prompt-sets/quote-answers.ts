/** Answers that are shown. */
const SHOWN_ANSWERS = 4;

/** The first answers of a pair in quotes, and how many more there are. */
export function quoteAnswers(texts: readonly string[]): string {
  const shown = texts.slice(0, SHOWN_ANSWERS).map((text) => `“${text}”`);
  const more = texts.length - shown.length;
  return `${shown.join(' or ')}${more > 0 ? ` or ${more} more` : ''}`;
}
