/** Heatmaps of sweeps that are not computed yet, so that their places have the right size. */
import { SITES, type AxisName } from '../../domain/sites';
import type { SweepKind } from '../generated/graphql';
import type { EntrySlice } from './entry-slice';
import { makePlane, type Plane, type Positions, type Slice } from './plane';

export interface ModelSizes {
  readonly layers: number;
  readonly heads: number;
}

/** Makes the plane that a sweep will have, with zeros; null if the slice will be outside of it. */
export function makePlaceholder(
  kind: SweepKind,
  { layers, heads }: ModelSizes,
  positions: Positions,
  slice: Slice,
  entry: EntrySlice | null,
): Plane | null {
  const lengths: Readonly<Record<AxisName, number>> = {
    layer: layers,
    head: heads,
    position: positions.labels.length,
    destination: positions.labels.length,
    src: positions.labels.length,
  };
  const { axes } = SITES[kind];
  const shape = axes.map((axis) => lengths[axis]);
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
  return makePlane({ axes: axes.map((name) => ({ name })), shape, values }, slice, positions, entry);
}
