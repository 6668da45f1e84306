/** Which activation a cell of a sweep patches, whatever the order of the sweep's axes. */
import type { AxisName, SweepKind } from '../generated/graphql';
import { isByPosition, isHeadKind } from './kinds';

/** A step along each axis that a sweep may have; null for one that it has not. A destination is a position. */
export interface Place {
  readonly layer: number;
  readonly head: number | null;
  readonly position: number | null;
}

/** The axes of a sweep and their lengths, in the order of its values. */
export interface Axes {
  readonly axes: readonly { readonly name: AxisName }[];
  readonly shape: readonly number[];
}

/** What of a place is a step along an axis. */
export function placeKey(axis: AxisName): keyof Place {
  return axis === 'destination' ? 'position' : axis;
}

/** What a place of a kind consists of, in the order in which addresses write it. */
export function placeKeys(kind: SweepKind): readonly (keyof Place)[] {
  if (!isHeadKind(kind)) return ['layer', 'position'];
  return isByPosition(kind) ? ['layer', 'head', 'position'] : ['layer', 'head'];
}

/** The place of a row-major index. */
export function placeOf({ axes, shape }: Axes, cell: number): Place {
  const place = { layer: 0, head: null as number | null, position: null as number | null };
  let rest = cell;
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    place[placeKey(axes[axis]!.name)] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return place;
}

/** Row-major index of a place, of which more than the sweep's axes may be given; null where the sweep has no such cell. */
export function indexOf({ axes, shape }: Axes, place: Place): number | null {
  let cell = 0;
  for (const [at, { name }] of axes.entries()) {
    const step = place[placeKey(name)];
    if (step === null || step >= shape[at]!) return null;
    cell = cell * shape[at]! + step;
  }
  return cell;
}

/**
 * `L9H6` for a head, `layer 9 at ·John 10` for a position, `L9H6 at ·John 10` for a head there.
 *
 * @param positions labels of the positions.
 */
export function placeName({ layer, head, position }: Place, positions: readonly string[]): string {
  const name = head === null ? `layer ${layer}` : `L${layer}H${head}`;
  return position === null ? name : `${name} at ${positions[position]}`;
}
