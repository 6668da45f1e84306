/** Cells that are selected to be patched together. */
import { rankLargest } from '../../domain/rank-largest';
import type { SweepKind } from '../generated/graphql';
import type { CellAt } from '../plot/heatmap/move';
import { findIndex } from './place';
import type { Plane, PlaneSource } from './plane';
import type { PinnedCell } from './view-state';

/** The selection as heatmaps show and change it. */
export interface Selecting {
  /** Whether clicks and taps select instead of pinning. */
  readonly isOn: boolean;
  /** Number of cells that "top k" selects. */
  readonly topCount: number;
  /** The metric of the base run, from which effects are measured; null before it is known. */
  readonly base: number | null;
  /** Selects cells or, if all of them are selected, releases them. */
  readonly onSelect: (cells: readonly PinnedCell[]) => void;
  /** Selects cells as well. */
  readonly onAdd: (cells: readonly PinnedCell[]) => void;
}

/** No selected cells; the same array each time, so that plots without any stay as they are. */
export const NO_CELLS: readonly PinnedCell[] = [];

/** The selected cells of some kinds. */
export function pickSelection(
  selection: readonly PinnedCell[],
  kinds: readonly SweepKind[],
): readonly PinnedCell[] {
  const own = selection.filter(({ kind }) => kinds.includes(kind));
  return own.length === 0 ? NO_CELLS : own;
}

/** Selected cells that a plane shows. */
export function listSelected(selection: readonly PinnedCell[], kind: SweepKind, plane: Plane): CellAt[] {
  return selection.flatMap((cell) => (cell.kind === kind ? (plane.findCell(cell) ?? []) : []));
}

/** The cells of a plane with the largest |change of the metric|, largest first; only computed ones. */
export function rankCells(
  sweep: PlaneSource & { readonly kind: SweepKind; readonly raw: Float32Array },
  plane: Plane,
  { base, topCount }: Pick<Selecting, 'base' | 'topCount'>,
): PinnedCell[] {
  const width = plane.columns.length;
  const cells = Array.from(plane.values, (_, at) => ({ row: Math.floor(at / width), column: at % width }));
  const sizes = Float64Array.from(cells, (cell, at) => {
    if (plane.skipped[at] === 1 || !plane.isOneCell(cell)) return -1;
    const change = Math.abs(sweep.raw[findIndex(sweep, plane.placeAt(cell))!]! - (base ?? 0));
    return Number.isNaN(change) ? -1 : change;
  });
  return rankLargest(sizes, topCount)
    .filter((at) => sizes[at]! >= 0)
    .map((at) => ({ kind: sweep.kind, ...plane.placeAt(cells[at]!) }));
}
