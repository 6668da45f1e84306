/** A sweep as rows and columns. */
import { type Coordinates, coordinateOfAxis } from '../../domain/cell';
import type { AxisName } from '../generated/graphql';
import type { ColumnLabel } from '../plot/heatmap/geometry';
import type { CellBox } from '../plot/heatmap/LinkedFrame';
import type { CellAt } from '../plot/heatmap/move';
import type { HoverPlace } from '../plot/linked/hover-store';
import { entrySliceName, makeEntryPlane } from './entry-plane';
import { chooseEntrySlice, isOverEntries, type EntrySlice } from './entry-slice';
import { findIndex, describeCell, speakPlace } from './place';

/** The cells of one head or of one position in a sweep by layer, head and position; null for all cells. */
export type Slice = { readonly of: 'head' | 'position'; readonly at: number } | null;

/** The sweep that a plane is part of. */
export interface PlaneSource {
  readonly axes: readonly { readonly name: AxisName }[];
  readonly shape: readonly number[];
  /** Row-major in the shape. */
  readonly values: Float32Array;
  /** One byte for each value: 0 where the cell equals the base run by causality. Left out if that is not known. */
  readonly computed?: Uint8Array | undefined;
  /** One byte for each value: 1 where it is not distinguishable from 0. Left out if that is not shown. */
  readonly unclear?: Uint8Array | undefined;
}

/** Labels of positions, and how many of them are folded into one column. */
export interface Positions {
  readonly labels: readonly ColumnLabel[];
  /** Positions before the first difference of the prompts; 0 to show all. */
  readonly folded: number;
  /** Whether entries of patterns from a source to a destination are 0 in every run; by role it does not follow from the order of steps. */
  readonly isAfter?: ((destination: number, src: number) => boolean) | undefined;
}

export interface Plane {
  /** Row-major, [rows, columns]. */
  readonly values: Float32Array;
  /** 1 for each cell that was not computed. */
  readonly skipped: Uint8Array;
  /** 1 for each cell that is not distinguishable from 0; undefined where that is not shown. */
  readonly unclear?: Uint8Array | undefined;
  /** Whether cells without a value are left blank. */
  readonly isSparse: boolean;
  readonly rowName: 'layer' | 'head' | 'destination';
  readonly rowLabels: readonly string[];
  /** 1, or the number of heads if each head has a row. */
  readonly rowsPerLayer: number;
  readonly columnName: 'position' | 'destination' | 'head' | 'source';
  readonly columns: readonly ColumnLabel[];
  /** Coordinates of a cell; for a folded column, those of its first position. */
  readonly placeAt: (cell: CellAt) => Coordinates;
  /** Finds the cell of coordinates; null if it is in another plane. */
  readonly findCell: (place: Coordinates) => CellAt | null;
  /** Finds the cells that belong to a head, a position, or both; null for none. */
  readonly locate: (place: HoverPlace) => CellBox | null;
  /** Whether a cell is one of the sweep that can be patched: not several folded positions, and not an entry that is 0 in every run. */
  readonly isOneCell: (cell: CellAt) => boolean;
  /** Names a cell. */
  readonly nameCell: (cell: CellAt) => string;
  /** Names a cell for speech. */
  readonly speakCell: (cell: CellAt) => string;
}

/**
 * Makes the plane of a sweep that is drawn: layers by heads or by positions. For a sweep by heads and positions: layers by
 * positions of one head, layers by heads at one position, or, without a slice, all heads by positions, as in TransformerLens'
 * notebooks.
 *
 * @param positions labels of the run's positions.
 * @param entry the part of a sweep over entries of patterns; null for the head with the largest value.
 * @returns null if the slice is outside of the sweep.
 */
export function makePlane(
  sweep: PlaneSource,
  slice: Slice,
  positions: Positions,
  entry: EntrySlice | null = null,
): Plane | null {
  if (isOverEntries(sweep)) return makeEntryPlane(sweep, entry ?? chooseEntrySlice(sweep), positions);
  const layers = listSteps(sweep, 'layer')!;
  const heads = listSteps(sweep, 'head');
  const positionLabels = listSteps(sweep, 'position') && positions.labels;
  const applied = heads && positionLabels ? slice : null;
  if (applied && applied.at >= (applied.of === 'head' ? heads! : positionLabels!).length) return null;

  const isWhole = heads !== null && positionLabels !== null && applied === null;
  const rowsPerLayer = isWhole ? heads.length : 1;
  const columnKey = positionLabels !== null && applied?.of !== 'position' ? 'position' : 'head';
  const folded = columnKey === 'position' ? positions.folded : 0;
  /** Distance between the index of a column after the first and its position. */
  const shift = Math.max(0, folded - 1);
  const columns =
    columnKey === 'position'
      ? foldLabels(positionLabels!, folded)
      : heads!.map((head): ColumnLabel => ({ text: head }));
  const rowLabels = isWhole ? layers.flatMap((layer) => heads.map((head) => `L${layer}H${head}`)) : layers;

  const placeAt = ({ row, column }: CellAt): Coordinates => {
    const step = column === 0 ? 0 : column + shift;
    const place = { layer: Math.floor(row / rowsPerLayer), head: null, position: null, [columnKey]: step };
    if (isWhole) return { ...place, head: row % rowsPerLayer };
    return applied ? { ...place, [applied.of]: applied.at } : place;
  };
  const findCell = (place: Coordinates): CellAt | null => {
    if (findIndex(sweep, place) === null || (applied && place[applied.of] !== applied.at)) return null;
    const row = place.layer * rowsPerLayer + (isWhole ? place.head! : 0);
    return { row, column: Math.max(0, place[columnKey]! - shift) };
  };
  const locate = ({ layer, head, position }: HoverPlace): CellBox | null => {
    if (layer !== null && layer >= layers.length) return null;
    if (applied?.of === 'head' && head !== null && head !== applied.at) return null;
    if (applied?.of === 'position' && position !== null && position !== applied.at) return null;
    if (heads !== null && head !== null && head >= heads.length) return null;
    const whole = { row: 0, column: 0, rows: rowLabels.length, columns: columns.length };
    const across =
      columnKey === 'head'
        ? head !== null && { column: head, columns: 1 }
        : position !== null && position < positionLabels!.length
          ? { column: Math.max(0, position - shift), columns: 1 }
          : heads !== null && head !== null && {};
    if (!across) return null;
    if (layer === null) return { ...whole, ...across };
    return isWhole && head !== null
      ? { ...whole, ...across, row: layer * rowsPerLayer + head, rows: 1 }
      : { ...whole, ...across, row: layer * rowsPerLayer, rows: rowsPerLayer };
  };
  const count = columns.length;
  const values = new Float32Array(rowLabels.length * count);
  const skipped = new Uint8Array(values.length);
  const unclear = sweep.unclear && new Uint8Array(values.length);
  for (let cell = 0; cell < values.length; cell++) {
    const place = placeAt({ row: Math.floor(cell / count), column: cell % count });
    const index = findIndex(sweep, place)!;
    values[cell] = sweep.values[index]!;
    if (sweep.computed?.[index] === 0) skipped[cell] = 1;
    if (unclear) unclear[cell] = sweep.unclear[index]!;
  }
  const nameCell = (cell: CellAt): string => {
    const place = placeAt(cell);
    if (folded > 0 && cell.column === 0) {
      return `${describeCell({ ...place, position: null }, [])} at positions 0–${folded - 1} (equal in both prompts)`;
    }
    return describeCell(
      place,
      (positionLabels ?? []).map(({ text }) => text),
    );
  };
  return {
    values,
    skipped,
    unclear,
    isSparse: false,
    rowName: isWhole ? 'head' : 'layer',
    rowLabels,
    rowsPerLayer,
    columnName:
      columnKey === 'head'
        ? 'head'
        : sweep.axes.some(({ name }) => name === 'destination')
          ? 'destination'
          : 'position',
    columns,
    placeAt,
    findCell,
    locate,
    isOneCell: ({ column }) => folded === 0 || column > 0,
    nameCell,
    speakCell: (cell) => {
      const place = placeAt(cell);
      if (folded > 0 && cell.column === 0) {
        return `${speakPlace({ ...place, position: null }, [])}, positions 0 to ${folded - 1}, equal in both prompts`;
      }
      return speakPlace(place, speakPositions(positionLabels ?? []));
    },
  };
}

/** What is said of positions. */
export function speakPositions(labels: readonly ColumnLabel[]): string[] {
  return labels.map(({ text, spoken = text }) => spoken);
}

/** The indices along an axis as labels; null if the sweep does not have the axis. */
export function listSteps(
  { axes, shape }: Pick<PlaneSource, 'axes' | 'shape'>,
  coordinate: keyof Coordinates,
): string[] | null {
  const axis = axes.findIndex(({ name }) => coordinateOfAxis(name) === coordinate);
  return axis < 0 ? null : Array.from({ length: shape[axis]! }, (_, step) => String(step));
}

/** Replaces the first columns by one. */
export function foldLabels(labels: readonly ColumnLabel[], folded: number): readonly ColumnLabel[] {
  if (folded === 0) return labels;
  const hint = `Positions 0 to ${folded - 1}, folded: the prompts are equal there, so patching changes nothing.`;
  return [{ text: `0–${folded - 1}`, hint }, ...labels.slice(folded)];
}

/** Names a slice, to follow the name of its sweep: `, head 3`, `, at ·John 11`, `, L1H2`; empty without a slice. */
export function sliceName(
  sweep: PlaneSource,
  slice: Slice,
  positions: Positions,
  entry: EntrySlice | null = null,
): string {
  if (isOverEntries(sweep)) return entrySliceName(entry ?? chooseEntrySlice(sweep), positions);
  if (slice === null || sweep.axes.length < 3) return '';
  if (slice.of === 'head') return `, head ${slice.at}`;
  const label = positions.labels[slice.at]?.text;
  return label === undefined ? `, at position ${slice.at}` : `, at ${label}`;
}
