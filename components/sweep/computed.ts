/** Which cells of a sweep were computed, by the rule of the engine's plan. */
import { listComputedCells, type PairGroup } from '../../domain/pair-groups';
import type { SweepKind } from '../generated/graphql';
import type { Axes } from './place';
import type { TokenizedPair } from './positions';
import { isOneLength, placeSteps } from './role-labels';

type Prompts = readonly Pick<TokenizedPair, 'cleanTokens' | 'differingPositions' | 'roles'>[];

/**
 * One byte for each cell of a sweep: 0 where it equals the base run by causality.
 *
 * @param pairs all of the run's.
 * @param roles names of the steps of the run's position axes; none for positions by index.
 */
export function readComputed(
  { kind, axes, shape }: Axes & { readonly kind: SweepKind },
  pairs: Prompts,
  roles: readonly string[] = [],
): Uint8Array {
  const grid = { axes: axes.map(({ name }) => name), shape };
  return listComputedCells(kind, grid, listGroups(pairs, roles));
}

/** Groups whose union has the cells that any pair computes. */
function listGroups(pairs: Prompts, roles: readonly string[]): PairGroup[] {
  const firsts = pairs.map(
    ({ differingPositions, cleanTokens }) => differingPositions[0] ?? cleanTokens.length,
  );
  if (roles.length === 0 && isOneLength(pairs)) {
    const length = pairs[0]?.cleanTokens.length ?? 0;
    return [{ indices: [], length, firstDifference: Math.min(length, ...firsts) }];
  }
  const steps = placeSteps(pairs, roles);
  return pairs.map(({ cleanTokens: { length } }, index) => ({
    indices: [index],
    length,
    firstDifference: firsts[index]!,
    ...(roles.length > 0 && { roles: steps[index]! }),
  }));
}
