/** The part of a sweep over the entries of attention patterns that is drawn. */
import { findCoordinates, type Axes } from './place';

/** The pattern of one head, or one entry of the patterns of all heads. */
export type EntrySlice =
  | { readonly of: 'pattern'; readonly layer: number; readonly head: number }
  | { readonly of: 'entry'; readonly position: number; readonly src: number };

/** A sweep with its values. */
interface Values extends Axes {
  readonly values: Float32Array;
}

/** By values, which are the same array as long as a page shows the same. */
const defaults = new WeakMap<Float32Array, EntrySlice>();

/** Whether a sweep is over the entries of patterns. */
export function isOverEntries({ axes }: Pick<Axes, 'axes'>): boolean {
  return axes.some(({ name }) => name === 'src');
}

/** The pattern that is shown unless one is chosen: that of the head with the largest value. */
export function chooseEntrySlice(sweep: Values): EntrySlice {
  const known = defaults.get(sweep.values);
  if (known) return known;
  const { layer, head } = findLargestEntry([sweep]);
  const slice = { of: 'pattern', layer, head } as const;
  defaults.set(sweep.values, slice);
  return slice;
}

/** Finds the coordinates of the value with the largest size. */
export function findLargestEntry(sweeps: readonly Values[]) {
  let largest = { layer: 0, head: 0, position: 0, src: 0 };
  let most = -1;
  for (const sweep of sweeps) {
    let at = -1;
    sweep.values.forEach((value, cell) => {
      if (Math.abs(value) > most) [most, at] = [Math.abs(value), cell];
    });
    if (at < 0) continue;
    const { layer, head, position, src } = findCoordinates(sweep, at);
    largest = { layer, head: head ?? 0, position: position ?? 0, src: src ?? 0 };
  }
  return largest;
}
