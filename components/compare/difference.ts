/** Whether two sweeps have the same cells, and what lies between them. */
import type { Compare_RunFragment } from '../generated/graphql';

type SweepShape = Pick<Compare_RunFragment['sweeps'][number], 'kind' | 'shape'>;

/** Same axes of the same lengths: cell by cell the same component. */
export function isSameShape(a: SweepShape, b: SweepShape): boolean {
  return a.kind === b.kind && a.shape.join() === b.shape.join();
}

/** b - a, cell by cell; NaN where either is undefined. */
export function difference(a: Float32Array, b: Float32Array): Float32Array {
  return b.map((value, cell) => value - a[cell]!);
}

/** The largest |value|; 0 for none. */
export function largest(values: Float32Array): number {
  return values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
}
