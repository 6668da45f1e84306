/** The difference of two prompts in one line of a table. */

export interface Excerpt {
  readonly before: string;
  /** The words from the first difference to the last; empty where the texts are equal or there is no other text. */
  readonly differing: string;
  readonly after: string;
}

/** Characters shown before the difference. */
const LEAD = 22;

/** Splits a text into what it shares with another one and what differs, in whole words; a long beginning is cut. */
export function excerptDifference(text: string, other: string): Excerpt {
  if (text === other || other === '' || text === '')
    return { before: showLineEnds(text), differing: '', after: '' };
  const shortest = Math.min(text.length, other.length);
  let start = 0;
  while (start < shortest && text[start] === other[start]) start++;
  let end = 0;
  while (end < shortest - start && text.at(-1 - end) === other.at(-1 - end)) end++;
  let from = start;
  while (from > 0 && !/\s/.test(text[from - 1]!)) from--;
  let to = text.length - end;
  while (to < text.length && !/\s/.test(text[to]!)) to++;
  const before = text.slice(0, from);
  return {
    before: showLineEnds(before.length > LEAD ? `…${before.slice(-LEAD).replace(/^\S+(?=\s)/, '')}` : before),
    differing: showLineEnds(text.slice(from, to)),
    after: showLineEnds(text.slice(to)),
  };
}

function showLineEnds(text: string): string {
  return text.replaceAll('\n', '↵').replaceAll('\t', '⇥');
}
