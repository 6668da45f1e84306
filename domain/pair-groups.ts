/**
 * Groups of pairs that can be computed together: of equal length and, in an experiment by role, with their roles at the same
 * positions. The engine, its costs and the marking of cells that were not computed use the same groups.
 */
import { canChangeResult, findFirstDifference } from './causality';
import { countCells, indexToCoordinates, type Coordinates, type Grid } from './cell';
import type { TokenPair } from './experiment';
import { placeStep, type RoleSteps } from './roles';
import type { SweepKind } from './sites';

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

/**
 * Whether the patch of a cell can change the result of any pair; the engine does not compute cells that cannot.
 *
 * @param cell by role, position and src are indices of roles.
 */
export function canCellChange(
  kind: SweepKind,
  { layer, position, src }: Coordinates,
  layers: number,
  groups: readonly PairGroup[],
): boolean {
  return groups.some(({ length, firstDifference, roles }) =>
    placeStep(position, roles).some((at) =>
      placeStep(src ?? null, roles).some((from) =>
        canChangeResult(kind, { layer, position: at, src: from }, { layers, length, firstDifference }),
      ),
    ),
  );
}

/** Whether each cell of a sweep is computed for any pair, row-major in its shape; one byte each. */
export function listComputedCells(kind: SweepKind, grid: Grid, groups: readonly PairGroup[]): Uint8Array {
  const layers = grid.shape[0] ?? 0;
  return Uint8Array.from({ length: countCells(grid.shape) }, (_, cell) =>
    canCellChange(kind, indexToCoordinates(grid, cell), layers, groups) ? 1 : 0,
  );
}

/**
 * How many steps a position axis of an experiment has: its roles, or the tokens of its prompts.
 *
 * @returns null for pairs of several lengths without roles, in which no position means the same.
 */
export function countSteps({ pairs, roles }: Prompts): number | null {
  if (roles) return roles.names.length;
  return isOneLength(pairs) ? pairs[0]!.clean.length : null;
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
