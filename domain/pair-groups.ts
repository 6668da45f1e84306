/**
 * Groups of pairs that can be computed together: of equal length and, in an experiment by role, with their roles at the same
 * positions. The engine, its costs and the marking of cells that were not computed use the same groups.
 */
import { findFirstDifference } from './causality';
import type { TokenPair } from './experiment';
import type { RoleSteps } from './roles';

/** Pairs of equal length. */
export interface PairGroup {
  /** Of its pairs in the experiment, ascending. */
  readonly indices: readonly number[];
  /** Tokens of each prompt. */
  readonly length: number;
  /** First position at which any of its pairs differs; `length` where none does. */
  readonly firstDifference: number;
  /** Token positions of each role, in the order of the axes; absent for positions by index. */
  readonly roles?: readonly (readonly number[])[] | undefined;
}

/** Fewer pairs of one first difference are not computed apart: calls with few rows cost more than the skipping saves. */
const FEWEST_APART = 16;

interface Prompts {
  readonly pairs: readonly Pick<TokenPair, 'clean' | 'corrupted'>[];
  readonly roles?: RoleSteps | undefined;
}

/** Whether positions by index mean the same in every pair: all pairs have one number of tokens. */
export function isOneLength(pairs: readonly Pick<TokenPair, 'clean'>[]): boolean {
  return pairs.every(({ clean }) => clean.length === pairs[0]!.clean.length);
}

/** Tokens of the longest prompt; 0 without pairs. */
export function countLongest(pairs: readonly Pick<TokenPair, 'clean'>[]): number {
  return pairs.reduce((most, { clean }) => Math.max(most, clean.length), 0);
}

/**
 * Groups the pairs of an experiment. Pairs of one length without roles are one group. Otherwise groups are in the order of their
 * first pair, and many pairs of a group that share their first difference are a group of their own, because more is skipped then.
 */
export function groupPairs({ pairs, roles }: Prompts): PairGroup[] {
  if (!roles && isOneLength(pairs)) {
    const indices = Array.from(pairs.keys());
    return [{ indices, length: countLongest(pairs), firstDifference: findFirstDifference(pairs) }];
  }
  const byShape = collect(Array.from(pairs.keys()), (index) =>
    JSON.stringify([pairs[index]!.clean.length, roles?.positions[index]]),
  );
  return byShape.flatMap((ofShape) => {
    const byDifference = collect(ofShape, (index) => String(findFirstDifference([pairs[index]!])));
    const apart = byDifference.filter(({ length }) => length >= FEWEST_APART);
    const together = byDifference.filter(({ length }) => length < FEWEST_APART).flat();
    return [...apart, ...(together.length > 0 ? [together.toSorted((a, b) => a - b)] : [])].map(
      (indices): PairGroup => ({
        indices,
        length: pairs[indices[0]!]!.clean.length,
        firstDifference: findFirstDifference(indices.map((index) => pairs[index]!)),
        roles: roles?.positions[indices[0]!],
      }),
    );
  });
}

/** Indices by key, in the order in which the keys occur. */
function collect(indices: readonly number[], keyOf: (index: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const index of indices) {
    const key = keyOf(index);
    const known = groups.get(key);
    if (known) known.push(index);
    else groups.set(key, [index]);
  }
  return [...groups.values()];
}
