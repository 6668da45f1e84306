/** Comparison of two sweeps cell by cell. */
import type { Compare_RunFragment } from '../generated/graphql';

type SweepShape = Pick<Compare_RunFragment['sweeps'][number], 'kind' | 'shape'>;

/** Whether two sweeps have the same kind and shape, so that each cell is the same component. */
export function isSameShape(a: SweepShape, b: SweepShape): boolean {
  return a.kind === b.kind && a.shape.join() === b.shape.join();
}

/** Computes b - a for each cell; NaN if either is undefined. */
export function difference(a: Float32Array, b: Float32Array): Float32Array {
  return b.map((value, cell) => value - a[cell]!);
}

/** Finds the largest |value|; 0 without values. */
export function largest(values: Float32Array): number {
  return values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
}
