/**
 * Which patches cannot change a run, because attention is causal. The engine does not compute them: their cells have exactly
 * the base run's value. The plan of the engine, the API and the heatmaps use this rule.
 */
import type { AlignedPair } from './alignment';
import { countCells, indexToCoordinates, type Coordinates, type Grid } from './cell';
import { isReadLater, type SweepKind } from './sites';

/** What the rule depends on besides the patch. */
export interface CausalSizes {
  readonly layers: number;
  /** Tokens of each base prompt. */
  readonly length: number;
  /** First position at which any base prompt differs from its source prompt; `length` where none does. */
  readonly firstDifference: number;
  /** Positions of the base prompts that no prompt has aligned with a source position, ascending; absent where there is none. */
  readonly unaligned?: readonly number[] | undefined;
}

/**
 * Whether a patch can change anything that the last position of the last layer depends on.
 *
 * @param place position null: all positions; src null or absent: whole rows of a pattern.
 */
export function canChangeResult(
  kind: SweepKind,
  { layer, position, src }: Pick<Coordinates, 'layer' | 'position' | 'src'>,
  { layers, length, firstDifference, unaligned }: CausalSizes,
): boolean {
  if (firstDifference >= length) return false;
  if (position === null) return true;
  if (position < firstDifference || unaligned?.includes(position)) return false;
  // A pattern is 0 after its destination, in every run.
  if (src != null && src > position) return false;
  // In the last layer a position other than the last is read by attention or not at all.
  return layer < layers - 1 || position === length - 1 || isReadLater(kind);
}

/**
 * First position at which any clean prompt differs from its corrupted one, by token ids or because it is not aligned with the
 * same position; the length where none does. Before it both runs are equal, in either direction.
 */
export function findFirstDifference(pairs: readonly AlignedPair[]): number {
  const length = pairs[0]?.clean.length ?? 0;
  return pairs.reduce((first, pair) => Math.min(first, findOwnDifference(pair)), length);
}

function findOwnDifference({ clean, corrupted, alignment }: AlignedPair): number {
  const isSame = (at: number): boolean =>
    clean[at] === corrupted[at] && (!alignment || (alignment[at]?.[0] === at && alignment[at][1] === at));
  const first = clean.findIndex((_, at) => !isSame(at));
  return first < 0 ? clean.length : first;
}

/** Whether each cell of a sweep is computed, row-major in its shape; a cell that is not has the base run's value. */
export function listComputed(kind: SweepKind, grid: Grid, sizes: Omit<CausalSizes, 'layers'>): Uint8Array {
  const computed = new Uint8Array(countCells(grid.shape));
  const ofSweep = { ...sizes, layers: grid.shape[0] ?? 0 };
  for (let cell = 0; cell < computed.length; cell++) {
    if (canChangeResult(kind, indexToCoordinates(grid, cell), ofSweep)) computed[cell] = 1;
  }
  return computed;
}
