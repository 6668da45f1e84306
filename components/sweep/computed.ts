/** Which cells of a sweep were computed, by the rule of the engine's plan. */
import { groupPairs, listComputedCells, type PairGroup } from '../../domain/pair-groups';
import type { Direction, SweepKind } from '../generated/graphql';
import type { Axes } from './place';
import type { TokenizedPair } from './positions';
import { isOneLength, placeSteps } from './role-labels';

type Prompts = readonly (Pick<TokenizedPair, 'cleanTokens' | 'differingPositions' | 'roles' | 'alignment'> &
  Partial<Pick<TokenizedPair, 'corruptedTokens'>>)[];

/**
 * One byte for each cell of a sweep: 0 where it equals the base run, by causality or because no position of the source prompt is
 * aligned with it.
 *
 * @param pairs all of the run's.
 * @param roles names of the steps of the run's position axes; none for positions by index.
 */
export function readComputed(
  { kind, direction, axes, shape }: Axes & { readonly kind: SweepKind; readonly direction: Direction },
  pairs: Prompts,
  roles: readonly string[] = [],
): Uint8Array {
  const grid = { axes: axes.map(({ name }) => name), shape };
  return listComputedCells(kind, grid, listGroups(pairs, roles), direction);
}

/** Groups whose union has the cells that any pair computes. */
function listGroups(pairs: Prompts, roles: readonly string[]): PairGroup[] {
  if (pairs.some(({ alignment }) => alignment)) return listAlignedGroups(pairs, roles);
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

/** Of runs with pairs whose prompts have different numbers of tokens. */
function listAlignedGroups(pairs: Prompts, roles: readonly string[]): PairGroup[] {
  const aligned = pairs.map(({ cleanTokens, corruptedTokens = [], alignment }) => ({
    clean: cleanTokens.map(({ id }) => id),
    corrupted: corruptedTokens.map(({ id }) => id),
    ...(alignment && { alignment: alignment.map((at) => [at.clean, at.corrupted] as const) }),
  }));
  const steps = {
    names: roles,
    positions: placeSteps(pairs, roles),
    corruptedPositions: placeSteps(pairs, roles, 'corruptedPositions'),
  };
  return groupPairs({ pairs: aligned, ...(roles.length > 0 && { roles: steps }) });
}
