/**
 * Groups of pairs that can be computed together: of equal length and, in an experiment by role, with their roles at the same
 * positions. The engine, its costs and the marking of cells that were not computed use the same groups.
 */
import { mapToSource, takeBase, type AlignedPair } from './alignment';
import { canChangeResult, findFirstDifference } from './causality';
import { countCells, indexToCoordinates, type Coordinates, type Grid } from './cell';
import { DIRECTIONS, type Direction } from './effect';
import { placeStep, type RoleSteps } from './roles';
import type { SweepKind } from './sites';

/** Pairs whose clean prompts have one length, and whose corrupted prompts have one length. */
export interface PairGroup extends GroupSide {
  /** Of its pairs in the experiment, ascending. */
  readonly indices: readonly number[];
  /** First position at which any of its pairs differs; `length` where none does. The same in both directions. */
  readonly firstDifference: number;
  /** The corrupted prompts, where they have another length than the clean ones; absent where both are alike. */
  readonly corrupted?: GroupSide | undefined;
}

/** One prompt of each pair of a group: the clean one unless said otherwise. */
export interface GroupSide {
  /** Tokens of each prompt. */
  readonly length: number;
  /** Token positions of each role, in the order of the axes; absent for positions by index. */
  readonly roles?: readonly (readonly number[])[] | undefined;
  /** Positions that no pair has aligned with the other prompt, ascending; absent where the prompts have equal lengths. */
  readonly unaligned?: readonly number[] | undefined;
}

/** A group as the base run of a direction sees it. */
export interface BaseGroup extends GroupSide {
  readonly indices: readonly number[];
  readonly firstDifference: number;
}

/** Fewer pairs of one first difference are not computed apart: calls with few rows cost more than the skipping saves. */
const FEWEST_APART = 16;

interface Prompts {
  readonly pairs: readonly AlignedPair[];
  readonly roles?: RoleSteps | undefined;
}

type Lengths = Pick<AlignedPair, 'clean' | 'corrupted'>;

/** Whether positions by index mean the same in all prompts: all of them, clean and corrupted, have one number of tokens. */
export function isOneLength(pairs: readonly Lengths[]): boolean {
  const length = pairs[0]?.clean.length;
  return pairs.every(({ clean, corrupted }) => clean.length === length && corrupted.length === length);
}

/** Whether the prompts of a pair have different numbers of tokens; such pairs have an alignment. */
export function isUnequal({ clean, corrupted }: Lengths): boolean {
  return clean.length !== corrupted.length;
}

/** Tokens of the longest prompt; 0 without pairs. */
export function countLongest(pairs: readonly Lengths[]): number {
  return pairs.reduce((most, { clean, corrupted }) => Math.max(most, clean.length, corrupted.length), 0);
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
  const byShape = collect(Array.from(pairs.keys()), (index) => describeShape({ pairs, roles }, index));
  return byShape.flatMap((ofShape) => {
    const byDifference = collect(ofShape, (index) => String(findFirstDifference([pairs[index]!])));
    const apart = byDifference.filter(({ length }) => length >= FEWEST_APART);
    const together = byDifference.filter(({ length }) => length < FEWEST_APART).flat();
    return [...apart, ...(together.length > 0 ? [together.toSorted((a, b) => a - b)] : [])].map((indices) =>
      createGroup({ pairs, roles }, indices),
    );
  });
}

/** What the pairs of a group have in common. Pairs of equal lengths are described as if there were no others. */
export function describeShape({ pairs, roles }: Prompts, index: number): string {
  const { clean, corrupted } = pairs[index]!;
  const own = [clean.length, roles?.positions[index]];
  if (clean.length === corrupted.length) return JSON.stringify(own);
  return JSON.stringify([...own, corrupted.length, roles?.corruptedPositions?.[index]]);
}

/** @param indices of pairs of one shape. */
function createGroup({ pairs, roles }: Prompts, indices: readonly number[]): PairGroup {
  const [first] = indices;
  const { clean, corrupted } = pairs[first!]!;
  const ofGroup = indices.map((index) => pairs[index]!);
  const group: PairGroup = {
    indices,
    length: clean.length,
    firstDifference: findFirstDifference(ofGroup),
    roles: roles?.positions[first!],
  };
  if (clean.length === corrupted.length) return group;
  return {
    ...group,
    unaligned: listUnaligned(ofGroup, 'NOISING'),
    corrupted: {
      length: corrupted.length,
      roles: (roles?.corruptedPositions ?? roles?.positions)?.[first!],
      unaligned: listUnaligned(ofGroup, 'DENOISING'),
    },
  };
}

/** Positions of the base prompts that no pair aligns. @param pairs whose base prompts have one length. */
export function listUnaligned(pairs: readonly AlignedPair[], direction: Direction): number[] {
  const maps = pairs.map((pair) => mapToSource(pair, direction));
  const positions = Array.from(takeBase(pairs[0]!, direction).keys());
  return positions.filter((position) => maps.every((map) => map?.[position] === -1));
}

/** A group as the base run of a direction sees it. */
export function orientGroup(group: PairGroup, direction: Direction): BaseGroup {
  const { corrupted, ...ofClean } = group;
  return direction === 'DENOISING' && corrupted ? { ...ofClean, ...corrupted } : ofClean;
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
  direction: Direction,
): boolean {
  return groups.some((group) => {
    const { roles, ...sizes } = orientGroup(group, direction);
    return placeStep(position, roles).some((at) =>
      placeStep(src ?? null, roles).some((from) =>
        canChangeResult(kind, { layer, position: at, src: from }, { ...sizes, layers }),
      ),
    );
  });
}

/** Whether each cell of a sweep is computed for any pair, row-major in its shape; one byte each. */
export function listComputedCells(
  kind: SweepKind,
  grid: Grid,
  groups: readonly PairGroup[],
  direction: Direction,
): Uint8Array {
  const layers = grid.shape[0] ?? 0;
  return Uint8Array.from({ length: countCells(grid.shape) }, (_, cell) =>
    canCellChange(kind, indexToCoordinates(grid, cell), layers, groups, direction) ? 1 : 0,
  );
}

/** What the steps of a position axis depend on. */
interface SteppedPrompts extends Prompts {
  readonly direction?: Direction | undefined;
  readonly directions?: readonly Direction[] | undefined;
}

/**
 * How many steps a position axis of an experiment has: its roles, or the tokens of its base prompts.
 *
 * @returns null without roles where base prompts have several lengths, in which no position means the same. The base prompts
 *   are those of each direction; without a direction, all prompts.
 */
export function countSteps({ pairs, roles, direction, directions }: SteppedPrompts): number | null {
  if (roles) return roles.names.length;
  const sides = directions ?? (direction ? [direction] : DIRECTIONS);
  const lengths = new Set(sides.flatMap((side) => pairs.map((pair) => takeBase(pair, side).length)));
  return lengths.size === 1 ? [...lengths][0]! : null;
}

/** Indices by key, in the order in which the keys occur. */
function collect(indices: readonly number[], makeKey: (index: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const index of indices) {
    const key = makeKey(index);
    const known = groups.get(key);
    if (known) known.push(index);
    else groups.set(key, [index]);
  }
  return [...groups.values()];
}
