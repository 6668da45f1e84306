/** The difference of two prompts in one line of a table. */

export interface Excerpt {
  readonly before: string;
  /** The words from the first difference to the last; empty where the texts are equal or there is no other text. */
  readonly differing: string;
  readonly after: string;
}

/** Characters of an excerpt in the table of pairs, where it is narrowest beside the panel. */
const ROOM = 20;
/** Both ellipses with their spaces. */
const ELLIPSES = 4;
/** Share of the room that is left to what precedes the difference: one reads from there. */
const SHARE_BEFORE = 0.6;

/**
 * Splits a text into what it shares with another one and what differs, in whole words. What is shared is cut at words, and at the same
 * places in both texts of a pair.
 *
 * @param room characters that the excerpt should take. The difference is never cut.
 */
export function excerptDifference(text: string, other: string, room = ROOM): Excerpt {
  if (text === other || other === '' || text === '')
    return { before: showLineEnds(text), differing: '', after: '' };
  const { from, to } = findDifference(text, other);
  // The shared parts of both texts are the same but for where the difference ends in a word of one of them.
  const ofOther = findDifference(other, text);
  const longest = Math.max(to - from, ofOther.to - ofOther.from);
  const around = Math.max(0, room - longest - ELLIPSES);
  const [before, after] = [text.slice(0, from), text.slice(to)];
  // A side that needs less leaves its room to the other one.
  const share = Math.ceil(around * SHARE_BEFORE);
  const ofBefore = Math.max(share, around - after.trimEnd().length);
  const kept = keepLastWords(before, ofBefore);
  const ofAfter = Math.max(around - share, around - before.length);
  return {
    before: showLineEnds(kept),
    differing: showLineEnds(text.slice(from, to)),
    after: showLineEnds(keepFirstWords(after, ofAfter)),
  };
}

/** Where the words that differ begin and end. */
function findDifference(text: string, other: string): { readonly from: number; readonly to: number } {
  const shortest = Math.min(text.length, other.length);
  let start = 0;
  while (start < shortest && text[start] === other[start]) start++;
  let end = 0;
  while (end < shortest - start && text.at(-1 - end) === other.at(-1 - end)) end++;
  let from = start;
  while (from > 0 && !/\s/.test(text[from - 1]!)) from--;
  let to = text.length - end;
  while (to < text.length && !/\s/.test(text[to]!)) to++;
  return { from, to };
}

/** The last words that fit, after `… ` where others precede them. The spaces at the end are not counted. */
function keepLastWords(text: string, room: number): string {
  if (text.trimEnd().length <= room + 2) return text;
  const words = text.split(/(?<=\s)(?=\S)/);
  let from = words.length;
  while (
    from > 0 &&
    words
      .slice(from - 1)
      .join('')
      .trimEnd().length <= room
  )
    from--;
  return `… ${words.slice(from).join('').trimStart()}`;
}

/** The first words that fit, before ` …` where others follow. The space at the beginning is not counted. */
function keepFirstWords(text: string, room: number): string {
  if (text.trimStart().length <= room + 2) return text;
  const words = text.split(/(?<=\S)(?=\s)/);
  let to = 0;
  while (
    to < words.length &&
    words
      .slice(0, to + 1)
      .join('')
      .trimStart().length <= room
  )
    to++;
  return `${words.slice(0, to).join('')} …`;
}

function showLineEnds(text: string): string {
  return text.replaceAll('\n', '↵').replaceAll('\t', '⇥');
}
