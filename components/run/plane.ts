/** A sweep of two or three axes as rows and columns. */
import type { AxisName } from '../generated/graphql';
import type { CellAt } from '../heatmap/move';
import { axisLabel } from '../tokens/token-text';
import { indexOf, placeKey, placeName, type Place } from './place';

/** One head's or one position's cells of a sweep by layer, head and position; null for the whole. */
export type Slice = { readonly of: 'head' | 'position'; readonly at: number } | null;

/** What a plane is taken from. */
export interface PlaneSource {
  readonly axes: readonly { readonly name: AxisName; readonly labels: readonly string[] }[];
  readonly shape: readonly number[];
  /** Row-major in the shape. */
  readonly values: Float32Array;
}

export interface Plane {
  /** Row-major, [rows, columns]. */
  readonly values: Float32Array;
  readonly rowName: 'layer' | 'head';
  readonly rowLabels: readonly string[];
  /** 1, or the number of heads where each layer has a row for each of its heads. */
  readonly rowsPerLayer: number;
  readonly columnName: AxisName;
  readonly columnLabels: readonly string[];
  /** The place that a cell stands for. */
  readonly placeAt: (cell: CellAt) => Place;
  /** The cell of a place; null where it lies in another plane. */
  readonly cellOf: (place: Place) => CellAt | null;
  /** What a cell is called. */
  readonly nameOf: (cell: CellAt) => string;
}

/**
 * The plane that is drawn of a sweep: layers by heads or positions; of a sweep by both, layers by positions of one head,
 * layers by heads at one position, or the whole: the heads of all layers, one below the other, by positions (as
 * TransformerLens' notebooks draw it).
 *
 * @returns null where the sweep does not reach to the slice.
 */
export function planeOf(sweep: PlaneSource, slice: Slice): Plane | null {
  const labelsOf = (key: keyof Place): readonly string[] | null =>
    sweep.axes.find(({ name }) => placeKey(name) === key)?.labels ?? null;
  const layers = labelsOf('layer')!;
  const heads = labelsOf('head');
  const positions = labelsOf('position')?.map(axisLabel) ?? null;
  const applied = heads && positions ? slice : null;
  if (applied && applied.at >= (applied.of === 'head' ? heads! : positions!).length) return null;

  const isWhole = heads !== null && positions !== null && applied === null;
  const rowsPerLayer = isWhole ? heads.length : 1;
  const columnKey = positions !== null && applied?.of !== 'position' ? 'position' : 'head';
  const columnLabels = columnKey === 'position' ? positions! : heads!;
  const rowLabels = isWhole ? layers.flatMap((layer) => heads.map((head) => `L${layer}H${head}`)) : layers;

  const placeAt = ({ row, column }: CellAt): Place => {
    const place = { layer: Math.floor(row / rowsPerLayer), head: null, position: null, [columnKey]: column };
    if (isWhole) return { ...place, head: row % rowsPerLayer };
    return applied ? { ...place, [applied.of]: applied.at } : place;
  };
  const cellOf = (place: Place): CellAt | null => {
    if (indexOf(sweep, place) === null || (applied && place[applied.of] !== applied.at)) return null;
    const row = place.layer * rowsPerLayer + (isWhole ? place.head! : 0);
    return { row, column: place[columnKey]! };
  };
  const columns = columnLabels.length;
  const values = new Float32Array(rowLabels.length * columns);
  for (let cell = 0; cell < values.length; cell++) {
    const place = placeAt({ row: Math.floor(cell / columns), column: cell % columns });
    values[cell] = sweep.values[indexOf(sweep, place)!]!;
  }
  return {
    values,
    rowName: isWhole ? 'head' : 'layer',
    rowLabels,
    rowsPerLayer,
    columnName: sweep.axes.find(({ name }) => placeKey(name) === columnKey)!.name,
    columnLabels,
    placeAt,
    cellOf,
    nameOf: (cell) => placeName(placeAt(cell), positions ?? []),
  };
}

/** What a slice is called behind the name of its sweep: `, head 3`, `, at ·John 11`, or nothing for the whole. */
export function sliceName(sweep: Pick<PlaneSource, 'axes'>, slice: Slice): string {
  if (slice === null || sweep.axes.length < 3) return '';
  if (slice.of === 'head') return `, head ${slice.at}`;
  const label = sweep.axes.find(({ name }) => placeKey(name) === 'position')?.labels[slice.at];
  return label === undefined ? `, at position ${slice.at}` : `, at ${axisLabel(label)}`;
}
