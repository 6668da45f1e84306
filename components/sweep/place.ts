/** Cells of a sweep of the API, whose axes have labels. */
import { coordinatesToIndex, indexToCoordinates, type Coordinates, type Grid } from '../../domain/cell';
import type { AxisName } from '../generated/graphql';

/** The axes of a sweep and their lengths, in the order of its values. */
export interface Axes {
  readonly axes: readonly { readonly name: AxisName }[];
  readonly shape: readonly number[];
}

/** Finds the coordinates of a row-major index. */
export function findCoordinates(sweep: Axes, index: number): Coordinates {
  return indexToCoordinates(toGrid(sweep), index);
}

/**
 * Finds the row-major index of coordinates; null if the sweep has no such cell. Coordinates that are not axes of the sweep
 * are ignored.
 */
export function findIndex(sweep: Axes, coordinates: Coordinates): number | null {
  const index = coordinatesToIndex(toGrid(sweep), coordinates);
  return typeof index === 'number' ? index : null;
}

/**
 * Names a cell: `L9H6` for a head, `layer 9 at ·John 10` for a position, `L9H6 at ·John 10` for a head at a position,
 * `L9H6 at ·to 14 ← ·Mary 10` for the entry of its pattern with that destination and source position.
 *
 * @param positions labels of the positions.
 */
export function describeCell(
  { layer, head, position, src }: Coordinates,
  positions: readonly string[],
): string {
  const name = head === null ? `layer ${layer}` : `L${layer}H${head}`;
  if (position === null) return name;
  const at = `${name} at ${positions[position]}`;
  return src == null ? at : `${at} ← ${positions[src]}`;
}

/**
 * Names a cell for speech: `head 9.6`, `layer 9, position 10, “ John”`, `head 9.6, from position 10, “ Mary” to position 14, “ to”`.
 *
 * @param positions what is said of each position.
 */
export function speakPlace(
  { layer, head, position, src }: Coordinates,
  positions: readonly string[],
): string {
  const name = head === null ? `layer ${layer}` : `head ${layer}.${head}`;
  if (position === null) return name;
  if (src == null) return `${name}, ${positions[position]}`;
  return `${name}, from ${positions[src]} to ${positions[position]}`;
}

function toGrid({ axes, shape }: Axes): Grid {
  return { axes: axes.map(({ name }) => name), shape };
}
