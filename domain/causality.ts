/**
 * Which patches cannot change a run, because attention is causal. The engine does not compute them: their cells have exactly
 * the base run's value. The plan of the engine, the API and the heatmaps use this rule.
 */
import { countCells, indexToCoordinates, type Coordinates, type Grid } from './cell';
import { isReadLater, type SweepKind } from './sites';

/** What the rule depends on besides the patch. */
export interface CausalSizes {
  readonly layers: number;
  /** Tokens of each prompt. */
  readonly length: number;
  /** First position at which any base prompt differs from its source prompt; `length` where none does. */
  readonly firstDifference: number;
}

/**
 * Whether a patch can change anything that the last position of the last layer depends on.
 *
 * @param place position null: all positions; src null or absent: whole rows of a pattern.
 */
export function canChangeResult(
  kind: SweepKind,
  { layer, position, src }: Pick<Coordinates, 'layer' | 'position' | 'src'>,
  { layers, length, firstDifference }: CausalSizes,
): boolean {
  if (firstDifference >= length) return false;
  if (position === null) return true;
  if (position < firstDifference) return false;
  // A pattern is 0 after its destination, in every run.
  if (src != null && src > position) return false;
  // In the last layer a position other than the last is read by attention or not at all.
  return layer < layers - 1 || position === length - 1 || isReadLater(kind);
}

/** First position at which any clean prompt differs from its corrupted one, by token ids; the length where none does. */
export function findFirstDifference(
  pairs: readonly { readonly clean: readonly number[]; readonly corrupted: readonly number[] }[],
): number {
  const length = pairs[0]?.clean.length ?? 0;
  const firsts = pairs.map(({ clean, corrupted }) => clean.findIndex((token, at) => token !== corrupted[at]));
  return Math.min(length, ...firsts.map((first) => (first < 0 ? length : first)));
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
