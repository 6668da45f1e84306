/**
 * Batches of pairs in which a run of many pairs is computed and stored.
 *
 * The pairs of a batch have the same shape where possible (one length, one first difference, roles at the same positions),
 * because such pairs are computed together and most is skipped. Batches are in the order of their first pair, so that the
 * first batches hold pairs of every frequent shape and the running mean over them is not that of one template. Only the last
 * batch may have fewer pairs than the others.
 */
import type { AlignedPair } from './alignment';
import { findFirstDifference } from './causality';
import { MAX_PAIRS } from './limits';
import { describeShape } from './pair-groups';
import type { RoleSteps } from './roles';

/** Pairs of one batch: as many as a run has that is computed at once. */
export const BATCH_PAIRS = MAX_PAIRS;

interface Prompts {
  readonly pairs: readonly AlignedPair[];
  readonly roles?: RoleSteps | undefined;
}

/**
 * Splits the pairs of an experiment into batches. Up to `size` pairs are one batch in their order. Equal experiments have equal
 * batches.
 *
 * @param size most pairs of a batch.
 * @returns indices of the pairs of each batch, ascending; each pair is in one batch.
 */
export function splitPairs({ pairs, roles }: Prompts, size: number = BATCH_PAIRS): number[][] {
  const all = Array.from(pairs.keys());
  if (all.length <= size) return [all];
  const findShape = (index: number): string => describeShape({ pairs, roles }, index);
  const makeKey = (index: number): string => `${findFirstDifference([pairs[index]!])} ${findShape(index)}`;
  // What does not fill a batch is joined with the rest of its shape, and then with that of other shapes.
  const byDifference = takeFull([...groupBy(all, makeKey).values()], size);
  const byShape = takeFull([...groupBy(byDifference.rest, findShape).values()], size);
  const mixed = takeFull([byShape.rest], size);
  const full = [...byDifference.full, ...byShape.full, ...mixed.full].toSorted((a, b) => a[0]! - b[0]!);
  return mixed.rest.length > 0 ? [...full, mixed.rest] : full;
}

/** Pairs of so many batches of a run. */
export function countBatchedPairs(batches: number, pairs: number): number {
  return Math.min(pairs, batches * BATCH_PAIRS);
}

/** Full batches of each group, and the indices that are in none, grouped by shape in the order of the groups. */
function takeFull(groups: readonly number[][], size: number): { full: number[][]; rest: number[] } {
  const chunks = groups.flatMap((group) => chunk(group, size));
  return {
    full: chunks.filter(({ length }) => length === size),
    rest: chunks
      .filter(({ length }) => length < size)
      .flat()
      .toSorted((a, b) => a - b),
  };
}

function chunk(indices: readonly number[], size: number): number[][] {
  const count = Math.ceil(indices.length / size);
  return Array.from({ length: count }, (_, at) => indices.slice(at * size, (at + 1) * size));
}

function groupBy(indices: readonly number[], makeKey: (index: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const index of indices) {
    const key = makeKey(index);
    const known = groups.get(key);
    if (known) known.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}
