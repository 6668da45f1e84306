/** Leaves out the pairs of a run that its model cannot use, and keeps a record of them. */
import { UNEQUAL_PATTERNS } from '../../../domain/alignment';
import { chooseLength, type UnusableReason } from '../../../domain/unusable-pairs';
import type { InputIssue } from '../../errors';
import { findFirstIssues } from './issues-by-pair';
import { chooseLengthRule, listPatterns, type RunInput } from './validate';
import { listAnswers, SIDES } from './validate-answers';
import { validatePairs, type TokenizedPair, type Tokenization } from './validate-pairs';
import { findWholeReason } from './validate-whole-answers';

/** A pair that the model cannot use. */
export interface UnusablePair {
  /** In the prompt set, or among the pairs that were given. */
  readonly index: number;
  readonly reason: UnusableReason;
  /** What the refusal of the pair says. */
  readonly message: string;
  readonly clean: string;
  readonly corrupted: string;
}

/** The pairs of an input that cannot be used, at least one. */
export interface UnusablePairs {
  /** Pairs before any was left out. */
  readonly given: number;
  readonly pairs: readonly UnusablePair[];
}

export interface SplitInput {
  /** The input with the usable pairs. */
  readonly usable: RunInput;
  /** Null when all pairs can be used, or when a problem is of no single pair; then `usable` is the input. */
  readonly unusable: UnusablePairs | null;
}

/**
 * Splits the pairs of an input into usable ones and others. A pair is usable when it would be accepted alone. Where positions are
 * by index, only pairs of the most frequent number of tokens are.
 *
 * @param maxPairs most pairs that this site accepts.
 * @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts.
 */
export async function splitUsable(
  models: Tokenization,
  input: RunInput,
  maxPairs: number,
  signal?: AbortSignal,
): Promise<SplitInput> {
  const { issues, pairs, model } = await validatePairs(
    input,
    models,
    signal,
    { isMixedAllowed: true },
    maxPairs,
  );
  const problems = findFirstIssues(issues);
  if (problems === null) return { usable: input, unusable: null };
  const found = new Map<number, Omit<UnusablePair, 'index' | 'clean' | 'corrupted'>>();
  for (const [index, issue] of problems)
    found.set(index, {
      reason: findReason(issue, input, index, pairs[index]!, model.context),
      message: issue.message,
    });
  for (const [index, reason, message] of [
    ...findUnequal(input, pairs),
    ...findOtherLengths(input, pairs, found),
  ])
    if (!found.has(index)) found.set(index, { reason, message });
  if (found.size === 0) return { usable: input, unusable: null };
  const indices = input.indices ?? [...input.pairs.keys()];
  const kept = [...input.pairs.keys()].filter((index) => !found.has(index));
  const unusable = {
    given: input.pairs.length,
    pairs: [...found]
      .map(([at, why]): UnusablePair => {
        const { clean, corrupted } = input.pairs[at]!;
        return { index: indices[at]!, ...why, clean: cut(clean), corrupted: cut(corrupted) };
      })
      .toSorted((a, b) => a.index - b.index),
  };
  return {
    usable: {
      ...input,
      pairs: kept.map((index) => input.pairs[index]!),
      indices: kept.map((index) => indices[index]!),
      unusable,
    },
    unusable,
  };
}

/** Characters of a left out prompt that are kept. */
const KEPT_CHARACTERS = 10_000;

/** Such a text may be what cannot be stored. */
function cut(text: string): string {
  return text.slice(0, KEPT_CHARACTERS).toWellFormed().replaceAll('\0', '\uFFFD');
}

/** @param context tokens that a prompt may have; longer ones were cut to it. */
function findReason(
  { path }: InputIssue,
  { pairs, wholeAnswers }: RunInput,
  index: number,
  tokens: TokenizedPair,
  context: number,
): UnusableReason {
  const [, , field = ''] = path.split('.');
  if (field === 'clean' || field === 'corrupted') {
    if (tokens[field].length === 0) return 'OTHER';
    if (tokens[field].length >= context) return 'TOO_LONG';
    return 'EQUAL_PROMPTS';
  }
  if (!SIDES.some((side) => field === side || field === `${side}Set`)) return 'OTHER';
  if (wholeAnswers) return findWholeReason(tokens, context);
  const texts = listAnswers(pairs[index]!, '');
  const count = (side: (typeof SIDES)[number]): number => texts.filter((text) => text.side === side).length;
  if (SIDES.some((side) => tokens[side].length > count(side))) return 'ANSWER_OF_SEVERAL_TOKENS';
  const ids = SIDES.flatMap((side) => tokens[side].map(({ id }) => id));
  return new Set(ids).size < ids.length ? 'EQUAL_ANSWERS' : 'OTHER';
}

type Refusal = readonly [index: number, reason: UnusableReason, message: string];

/** Pairs whose prompts have different numbers of tokens, where no patch of a sweep is defined between them. */
function findUnequal({ sweeps }: RunInput, pairs: readonly TokenizedPair[]): Refusal[] {
  const kinds = listPatterns(sweeps);
  if (kinds.length === 0) return [];
  return pairs.flatMap(({ alignment }, index): Refusal[] =>
    alignment === null ? [] : [[index, 'UNEQUAL_LENGTHS', `${kinds.join(', ')}: ${UNEQUAL_PATTERNS}`]],
  );
}

/** Pairs whose base prompts have other lengths than most usable ones, with the reason, where positions are by index. */
function findOtherLengths(
  input: RunInput,
  pairs: readonly TokenizedPair[],
  unusable: ReadonlyMap<number, unknown>,
): Refusal[] {
  const rule = chooseLengthRule(input);
  if (rule.isMixedAllowed) return [];
  const isUnequal = ({ clean, corrupted }: TokenizedPair): boolean =>
    rule.sides.length > 1 && clean.length !== corrupted.length;
  const rest = [...pairs.keys()].filter((index) => !unusable.has(index));
  const equal = rest.filter((index) => !isUnequal(pairs[index]!));
  const count = (index: number): number => pairs[index]![rule.sides[0]!].length;
  const length = equal.length === 0 ? null : chooseLength(equal.map(count));
  return rest.flatMap((index): Refusal[] => {
    const { clean, corrupted } = pairs[index]!;
    if (isUnequal(pairs[index]!)) {
      const lengths = `The clean prompt is ${clean.length} tokens long and the corrupted one ${corrupted.length}`;
      return [[index, 'UNEQUAL_LENGTHS', `${lengths}; ${rule.refusal}`]];
    }
    const message = `The pair is ${count(index)} tokens long and most usable pairs are ${length}; ${rule.refusal}`;
    return count(index) === length ? [] : [[index, 'OTHER_LENGTH', message]];
  });
}
