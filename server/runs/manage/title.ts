/** Titles of runs that have none: where the prompts of the first pair differ. */
import type { Prisma } from '../../db';
import { decodeAlignment, decodeCleanTokens, decodeCorruptedTokens } from '../../db/codec';
import { PRESETS } from '../../../domain/presets';
import { alignUnequal, listColumns, readAlignment, type Alignment } from '../../../domain/alignment';
import type { Token } from '../submit/validate-pairs';

/** Tokens shown before the first and after the last difference. */
const CONTEXT = 3;
/** Differences this many tokens or more after the first one are not shown. */
const MAX_TOKENS = 12;
/** Characters of one piece of text. */
const MAX_CHARACTERS = 40;
const BOS = '<|endoftext|>';

type PairTokens = Pick<Prisma.PromptPairCreateManyInput, 'cleanTokens' | 'corruptedTokens' | 'alignment'>;

/** E.g. `… to the park, [Simon→Lucy] gave it to … (+7 pairs)`; empty for a run without pairs. @param pairCount of the run, when `pairs` are some. */
export function deriveTitle(pairs: readonly PairTokens[], pairCount: number | null = null): string {
  const [first] = pairs;
  if (!first) return '';
  const more = (pairCount ?? pairs.length) - 1;
  const others = more === 0 ? '' : ` (+${more.toLocaleString('en')} ${more === 1 ? 'pair' : 'pairs'})`;
  return describePair(first) + others;
}

/** What a run is about, without the number of its pairs: the name of the preset that has all of them, else where the first pair differs. */
export function deriveSubject(
  pairs: readonly (Pick<Prisma.PromptPairCreateManyInput, 'clean' | 'corrupted'> & PairTokens)[],
): string {
  const [first] = pairs;
  if (!first) return '';
  const preset = PRESETS.find((candidate) =>
    pairs.every((pair) =>
      candidate.pairs.some(({ clean, corrupted }) => clean === pair.clean && corrupted === pair.corrupted),
    ),
  );
  return preset?.name ?? describePair(first);
}

function describePair({ cleanTokens, corruptedTokens, alignment }: PairTokens): string {
  const given = alignment == null ? null : decodeAlignment(alignment);
  return describeDifference(decodeCleanTokens(cleanTokens), decodeCorruptedTokens(corruptedTokens), given);
}

/**
 * Shows where two prompts differ in one short line: `… to the park, [Simon→Lucy] gave it to …`.
 *
 * @param given how a run aligns them; the automatic alignment when left out.
 */
export function describeDifference(
  clean: readonly Token[],
  corrupted: readonly Token[],
  given: Alignment | null = null,
): string {
  const columns = alignColumns(clean, corrupted, given);
  const differing = columns.flatMap(({ clean: a, corrupted: b }, at) => (a?.id === b?.id ? [] : [at]));
  const first = differing[0] ?? columns.length;
  const last = differing.findLast((position) => position - first < MAX_TOKENS) ?? first;
  const begin = Math.max(clean[0]?.text === BOS ? 1 : 0, first - CONTEXT);
  const end = Math.min(columns.length, last + 1 + CONTEXT);
  let text = '';
  for (let position = begin; position < end;) {
    const isDifferent = differing.includes(position);
    let next = position + 1;
    while (next < end && differing.includes(next) === isDifferent) next++;
    const shown = columns.slice(position, next);
    const ofClean = joinText(shown.map((column) => column.clean));
    const ofCorrupted = joinText(shown.map((column) => column.corrupted));
    text += isDifferent ? showChange(ofClean, ofCorrupted) : shorten(ofClean);
    position = next;
  }
  const isCutBefore = begin > 1;
  const isCutAfter = end < columns.length;
  return `${isCutBefore ? '… ' : ''}${text.replaceAll(/\s+/g, ' ').trim()}${isCutAfter ? ' …' : ''}`;
}

/** Formats ` [Simon→Lucy]`. A space that both begin with, or the only one, is moved before the bracket. */
function showChange(clean: string, corrupted: string): string {
  const isSpaced = [clean, corrupted].every((text) => text === '' || text.startsWith(' '));
  return `${isSpaced ? ' ' : ''}[${shorten(clean.trim())}→${shorten(corrupted.trim())}]`;
}

/** The tokens of both prompts, column by column; null where one has none. */
function alignColumns(
  clean: readonly Token[],
  corrupted: readonly Token[],
  given: Alignment | null,
): { readonly clean: Token | null; readonly corrupted: Token | null }[] {
  const ids = { clean: clean.map(({ id }) => id), corrupted: corrupted.map(({ id }) => id) };
  const alignment = readAlignment({ ...ids, alignment: given ?? alignUnequal(ids.clean, ids.corrupted) });
  return listColumns(alignment, clean.length, corrupted.length).map((column) => ({
    clean: column.clean === null ? null : clean[column.clean]!,
    corrupted: column.corrupted === null ? null : corrupted[column.corrupted]!,
  }));
}

function joinText(tokens: readonly (Token | null)[]): string {
  return tokens.map((token) => token?.text ?? '').join('');
}

function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length <= MAX_CHARACTERS ? text : `${characters.slice(0, MAX_CHARACTERS).join('')}…`;
}
