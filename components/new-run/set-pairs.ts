/** The pairs of a prompt set in the form, and whether the form still holds them. */
import { MAX_PAIRS } from '../../domain/limits';
import type { PromptSetForRunQuery } from '../generated/graphql';
import { readPair, type DraftPair, type DraftSet } from './draft';
import { choosePairs } from './pair-lengths';

type SetForRun = NonNullable<PromptSetForRunQuery['promptSet']>;

/** The first pairs of a set that a run on its model can take: usable ones of the most frequent length. */
export function takeSetPairs(set: SetForRun): {
  readonly pairs: readonly DraftPair[];
  readonly set: DraftSet;
} {
  const usable = set.pairs.flatMap((pair) =>
    pair.problem === null && pair.cleanTokens ? [withLengths(pair, pair.cleanTokens.length)] : [],
  );
  // Without a usable pair the form shows what is wrong with the first ones.
  const chosen = usable.length > 0 ? choosePairs(usable, null).pairs : set.pairs;
  const taken = chosen.slice(0, MAX_PAIRS);
  const pairs = taken.map((pair) => readPair(pair));
  // A set may have a pair more than once.
  const indices: Record<string, number[]> = {};
  pairs.forEach((pair, at) => (indices[listTexts(pair)] ??= []).push(taken[at]!.index));
  return {
    pairs,
    set: { id: `${set.id}@${set.version}`, name: set.name, indices, pairCount: set.pairCount },
  };
}

/** A pair with the numbers of its tokens. @param tokens of the clean prompt. */
function withLengths(pair: SetForRun['pairs'][number], tokens: number) {
  return { ...pair, tokens, corruptedTokens: pair.corruptedTokens?.length ?? tokens };
}

/** Indices in the set of all pairs of the form, in their order; null when one was changed or added. */
export function findSetIndices(set: DraftSet, pairs: readonly DraftPair[]): readonly number[] | null {
  const taken = new Map<string, number>();
  const indices = pairs.map((pair) => {
    const texts = listTexts(pair);
    const before = taken.get(texts) ?? 0;
    taken.set(texts, before + 1);
    return [set.indices[texts] ?? []].flat()[before];
  });
  return indices.every((index) => index !== undefined) ? indices : null;
}

/** Whether a run can take more pairs of the set than the form holds: the form's are unchanged, and the set has more. */
export function hasMorePairs(set: DraftSet, pairs: readonly DraftPair[]): boolean {
  return (set.pairCount ?? 0) > pairs.length && findSetIndices(set, pairs) !== null;
}

function listTexts({
  clean,
  corrupted,
  correct,
  incorrect,
  more,
  rule,
  roles = [],
  alignment,
}: DraftPair): string {
  const sets = [more?.correct ?? [], more?.incorrect ?? []];
  const hasSet = sets.some((texts) => texts.length > 0);
  const marks = roles.map(({ name, positions, corrupted: others }) => [
    name,
    positions,
    ...(others ? [others] : []),
  ]);
  return JSON.stringify([
    clean,
    corrupted,
    correct,
    incorrect,
    sets,
    hasSet ? (rule ?? 'MEAN') : 'MEAN',
    marks,
    // A set has no alignments, so a pair with one is not the set's.
    ...(alignment ? [alignment] : []),
  ]);
}
