/** How far two sweeps agree, cell by cell. */
import type { Coordinates } from '../../domain/cell';
import { correlate } from '../../domain/correlation';
import { rankLargest } from '../../domain/rank-largest';
import type { HoverPlace } from '../plot/linked/hover-store';
import { findIndex } from '../sweep/place';
import type { SweepPair } from './compared-sweeps';

/** Cells in the list of the largest changes. */
export const LISTED = 10;
/** Points that are drawn. */
export const MAX_POINTS = 20_000;
/** Fewest cells that a correlation says something about. */
const MIN_CELLS = 3;
/** Smaller differences are rounding of float32. */
export const ROUNDING = 1e-4;

export interface Agreement {
  /** Cells that are compared: those that at least one run computed, and that have a value in both. */
  readonly count: number;
  /** Cells of the sweep that are not. */
  readonly leftOut: number;
  /** Pearson's, over all that are compared; null for few cells and where one run has the same value everywhere. */
  readonly correlation: number | null;
  /** Row-major indices in the sweep of the cells that are drawn, ascending: all, or those with the largest values. */
  readonly cells: Uint32Array;
  /** Values of the runs, one for each of `cells`. */
  readonly a: Float32Array;
  readonly b: Float32Array;
  /** Places in `cells` of those with the largest |b - a|, the largest first; none that differ by rounding only. */
  readonly largest: readonly number[];
}

/**
 * Compares two sweeps with the same cells. Cells that no run computed equal the base run in both by causality: they would be most of the
 * points of some sweeps, and raise the correlation.
 */
export function makeAgreement({ left, right }: Pick<SweepPair, 'left' | 'right'>): Agreement {
  const isUsed = (cell: number): boolean =>
    (left.computed?.[cell] !== 0 || right.computed?.[cell] !== 0) &&
    Number.isFinite(left.values[cell]) &&
    Number.isFinite(right.values[cell]);
  const used = Uint32Array.from(left.values, (_, cell) => cell).filter(isUsed);
  const a = Float32Array.from(used, (cell) => left.values[cell]!);
  const b = Float32Array.from(used, (cell) => right.values[cell]!);
  const sizes = a.map((value, at) => Math.abs(b[at]! - value));
  const largest = rankLargest(sizes, LISTED).filter((at) => sizes[at]! >= ROUNDING);
  const drawn = chooseDrawn(a, b, largest);
  const places = new Map(drawn && largest.map((at) => [at, drawn.indexOf(at)]));
  return {
    count: used.length,
    leftOut: left.values.length - used.length,
    correlation: used.length < MIN_CELLS ? null : correlateVectors(a, b),
    cells: drawn ? drawn.map((at) => used[at]!) : used,
    a: drawn ? Float32Array.from(drawn, (at) => a[at]!) : a,
    b: drawn ? Float32Array.from(drawn, (at) => b[at]!) : b,
    largest: drawn ? largest.map((at) => places.get(at)!) : largest,
  };
}

/** Of more cells than can be drawn those with the largest values, and the ones that are listed; null for all. */
function chooseDrawn(a: Float32Array, b: Float32Array, listed: readonly number[]): Uint32Array | null {
  if (a.length <= MAX_POINTS) return null;
  const sizes = a.map((value, at) => Math.max(Math.abs(value), Math.abs(b[at]!)));
  const threshold = sizes.toSorted()[a.length - MAX_POINTS]!;
  const isListed = new Set(listed);
  return Uint32Array.from(a, (_, at) => at).filter((at) => sizes[at]! > threshold || isListed.has(at));
}

function correlateVectors(one: Float32Array, other: Float32Array): number | null {
  const sums = { count: one.length, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
  // Less the first value: sums of squares of large values that hardly differ would lose their digits.
  const [firstA, firstB] = [one[0]!, other[0]!];
  for (let at = 0; at < one.length; at++) {
    const [a, b] = [one[at]! - firstA, other[at]! - firstB];
    sums.a += a;
    sums.b += b;
    sums.aa += a * a;
    sums.bb += b * b;
    sums.ab += a * b;
  }
  return correlate(sums);
}

/** Finds the point of a cell; null for a cell without one, and for what is no single cell of the sweep. */
export function findPoint(
  cells: Uint32Array,
  sweep: SweepPair['right'],
  place: Coordinates | HoverPlace,
): number | null {
  const { layer } = place;
  const index = layer === null ? null : findIndex(sweep, { ...place, layer });
  if (index === null) return null;
  let [low, high] = [0, cells.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = cells[middle]!;
    if (found === index) return middle;
    if (found < index) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
