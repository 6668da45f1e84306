/** A sweep of two or three axes as rows and columns. */
import { type Coordinates, coordinateOfAxis } from '../../domain/cell';
import type { AxisName } from '../generated/graphql';
import type { ColumnLabel } from '../plot/heatmap/geometry';
import type { CellAt } from '../plot/heatmap/move';
import { findIndex, describeCell } from './place';

/** One head's or one position's cells of a sweep by layer, head and position; null for the whole. */
export type Slice = { readonly of: 'head' | 'position'; readonly at: number } | null;

/** What a plane is taken from. */
export interface PlaneSource {
  readonly axes: readonly { readonly name: AxisName }[];
  readonly shape: readonly number[];
  /** Row-major in the shape. */
  readonly values: Float32Array;
}

/** What positions are called, and how many of them are folded into one column. */
export interface Positions {
  readonly labels: readonly ColumnLabel[];
  /** Positions before the first difference of the prompts; 0 to show all. */
  readonly folded: number;
}

export interface Plane {
  /** Row-major, [rows, columns]. */
  readonly values: Float32Array;
  readonly rowName: 'layer' | 'head';
  readonly rowLabels: readonly string[];
  /** 1, or the number of heads where each layer has a row for each of its heads. */
  readonly rowsPerLayer: number;
  readonly columnName: AxisName;
  readonly columns: readonly ColumnLabel[];
  /** The place that a cell stands for; of a folded column the first. */
  readonly placeAt: (cell: CellAt) => Coordinates;
  /** The cell of a place; null where it lies in another plane. */
  readonly findCell: (place: Coordinates) => CellAt | null;
  /** What a cell is called. */
  readonly nameCell: (cell: CellAt) => string;
}

/**
 * The plane that is drawn of a sweep: layers by heads or positions; of a sweep by both, layers by positions of one head,
 * layers by heads at one position, or the whole: the heads of all layers, one below the other, by positions (as
 * TransformerLens' notebooks draw it).
 *
 * @param positions labels of the run's positions.
 * @returns null where the sweep does not reach to the slice.
 */
export function makePlane(sweep: PlaneSource, slice: Slice, positions: Positions): Plane | null {
  const layers = listSteps(sweep, 'layer')!;
  const heads = listSteps(sweep, 'head');
  const positionLabels = listSteps(sweep, 'position') && positions.labels;
  const applied = heads && positionLabels ? slice : null;
  if (applied && applied.at >= (applied.of === 'head' ? heads! : positionLabels!).length) return null;

  const isWhole = heads !== null && positionLabels !== null && applied === null;
  const rowsPerLayer = isWhole ? heads.length : 1;
  const columnKey = positionLabels !== null && applied?.of !== 'position' ? 'position' : 'head';
  const folded = columnKey === 'position' ? positions.folded : 0;
  /** Steps that the columns after the first lie further on than their index. */
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
  const count = columns.length;
  const values = new Float32Array(rowLabels.length * count);
  for (let cell = 0; cell < values.length; cell++) {
    const place = placeAt({ row: Math.floor(cell / count), column: cell % count });
    values[cell] = sweep.values[findIndex(sweep, place)!]!;
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
    rowName: isWhole ? 'head' : 'layer',
    rowLabels,
    rowsPerLayer,
    columnName: sweep.axes.find(({ name }) => coordinateOfAxis(name) === columnKey)!.name,
    columns,
    placeAt,
    findCell,
    nameCell,
  };
}

/** The indices along an axis as labels; null where the sweep does not have the axis. */
export function listSteps(
  { axes, shape }: Pick<PlaneSource, 'axes' | 'shape'>,
  coordinate: keyof Coordinates,
): string[] | null {
  const axis = axes.findIndex(({ name }) => coordinateOfAxis(name) === coordinate);
  return axis < 0 ? null : Array.from({ length: shape[axis]! }, (_, step) => String(step));
}

/** One column in place of the first ones. */
function foldLabels(labels: readonly ColumnLabel[], folded: number): readonly ColumnLabel[] {
  if (folded === 0) return labels;
  const hint = `Positions 0 to ${folded - 1}, folded: the prompts are equal there, so patching changes nothing.`;
  return [{ text: `0–${folded - 1}`, hint }, ...labels.slice(folded)];
}

/** What a slice is called behind the name of its sweep: `, head 3`, `, at ·John 11`, or nothing for the whole. */
export function sliceName(sweep: Pick<PlaneSource, 'axes'>, slice: Slice, positions: Positions): string {
  if (slice === null || sweep.axes.length < 3) return '';
  if (slice.of === 'head') return `, head ${slice.at}`;
  const label = positions.labels[slice.at]?.text;
  return label === undefined ? `, at position ${slice.at}` : `, at ${label}`;
}
