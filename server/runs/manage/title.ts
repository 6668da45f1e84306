/** Titles of runs that have none: where the prompts of the first pair differ. */
import type { PromptPair } from '../../db';
import { decodeCleanTokens, decodeCorruptedTokens } from '../../db/codec';
import { differingPositions, type Token } from '../submit/validate-pairs';

/** Tokens shown before the first and after the last difference. */
const CONTEXT = 3;
/** Differences this many tokens or more after the first one are not shown. */
const MAX_TOKENS = 12;
/** Characters of one piece of text. */
const MAX_CHARACTERS = 40;
const BOS = '<|endoftext|>';

/** E.g. `… to the park, [Simon→Lucy] gave it to … (+7 pairs)`; empty for a run without pairs. @param pairCount of the run, when `pairs` are some. */
export function deriveTitle(
  pairs: readonly Pick<PromptPair, 'cleanTokens' | 'corruptedTokens'>[],
  pairCount: number | null = null,
): string {
  const [first] = pairs;
  if (!first) return '';
  const clean = decodeCleanTokens(first.cleanTokens);
  const corrupted = decodeCorruptedTokens(first.corruptedTokens);
  const more = (pairCount ?? pairs.length) - 1;
  const others = more === 0 ? '' : ` (+${more.toLocaleString('en')} ${more === 1 ? 'pair' : 'pairs'})`;
  return describeDifference(clean, corrupted) + others;
}

/** Shows where two prompts differ in one short line: `… to the park, [Simon→Lucy] gave it to …`. */
export function describeDifference(clean: readonly Token[], corrupted: readonly Token[]): string {
  const differing = differingPositions(clean, corrupted);
  const first = differing[0] ?? clean.length;
  const last = differing.findLast((position) => position - first < MAX_TOKENS) ?? first;
  const begin = Math.max(clean[0]?.text === BOS ? 1 : 0, first - CONTEXT);
  const end = Math.min(Math.max(clean.length, corrupted.length), last + 1 + CONTEXT);
  let text = '';
  for (let position = begin; position < end;) {
    const isDifferent = differing.includes(position);
    let next = position + 1;
    while (next < end && differing.includes(next) === isDifferent) next++;
    const [ofClean, ofCorrupted] = [joinText(clean, position, next), joinText(corrupted, position, next)];
    text += isDifferent ? showChange(ofClean, ofCorrupted) : shorten(ofClean);
    position = next;
  }
  const isCutBefore = begin > 1;
  const isCutAfter = end < Math.max(clean.length, corrupted.length);
  return `${isCutBefore ? '… ' : ''}${text.replaceAll(/\s+/g, ' ').trim()}${isCutAfter ? ' …' : ''}`;
}

/** Formats ` [Simon→Lucy]`. A space that both begin with is moved before the bracket. */
function showChange(clean: string, corrupted: string): string {
  const isSpaced = clean.startsWith(' ') && corrupted.startsWith(' ');
  return `${isSpaced ? ' ' : ''}[${shorten(clean.trim())}→${shorten(corrupted.trim())}]`;
}

function joinText(tokens: readonly Token[], begin: number, end: number): string {
  return tokens
    .slice(begin, end)
    .map(({ text }) => text)
    .join('');
}

function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length <= MAX_CHARACTERS ? text : `${characters.slice(0, MAX_CHARACTERS).join('')}…`;
}
