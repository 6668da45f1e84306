/** A sample of a sweep's cells. */
import type { SweepResult } from '../server/engine/api';

/**
 * Picks cells that are spread evenly over a sweep: equally many in each layer (plus or minus one), and golden-ratio steps
 * within a layer, so that positions and heads are spread evenly too.
 *
 * @param shape of the sweep, the layer first, e.g. [layer, position, head].
 * @param count of cells; all cells if there are fewer.
 * @returns indices along each axis, in row-major order.
 */
export function spreadCells(shape: readonly number[], count: number): number[][] {
  const [layers, ...others] = shape as [number, ...number[]];
  const inLayer = others.reduce((product, length) => product * length, 1);
  const total = layers * inLayer;
  if (count >= total) return Array.from({ length: total }, (_, cell) => findIndices(cell, shape));
  // The step is coprime with the number of cells of a layer, so that each cell is visited once.
  let stride = Math.max(1, Math.round(inLayer / ((1 + Math.sqrt(5)) / 2)));
  while (greatestCommonDivisor(stride, inLayer) > 1) stride++;
  return Array.from(
    { length: count },
    (_, step) => Math.floor((step * layers) / count) * inLayer + ((step * stride) % inLayer),
  )
    .toSorted((a, b) => a - b)
    .map((cell) => findIndices(cell, shape));
}

/**
 * Picks cells of a sweep to compare with another computation: `count` at or after the first difference of the prompts, and
 * half as many anywhere, because a patch before the first difference equals the base run.
 *
 * @param firstDifference first position at which any clean prompt differs from its corrupted one.
 * @returns as `spreadCells` does.
 */
export function sampleCells(
  { axes, shape }: Pick<SweepResult, 'axes' | 'shape'>,
  firstDifference: number,
  count: number,
): number[][] {
  const axis = axes.findIndex((name) => name === 'position' || name === 'destination');
  if (axis < 0 || firstDifference >= shape[axis]!) return spreadCells(shape, count);
  const behind = shape.with(axis, shape[axis]! - firstDifference);
  const cells = [
    ...spreadCells(behind, count).map((cell) => cell.with(axis, cell[axis]! + firstDifference)),
    ...spreadCells(shape, Math.ceil(count / 2)),
  ];
  return [...new Map(cells.map((cell) => [findCell(cell, shape), cell]))]
    .toSorted(([a], [b]) => a - b)
    .map(([, cell]) => cell);
}

/** Row-major index of a cell in a sweep. */
export function findCell(indices: readonly number[], shape: readonly number[]): number {
  return shape.reduce((cell, length, axis) => cell * length + indices[axis]!, 0);
}

function findIndices(cell: number, shape: readonly number[]): number[] {
  return shape.map((length, axis) => {
    const inner = shape.slice(axis + 1).reduce((product, each) => product * each, 1);
    return Math.floor(cell / inner) % length;
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
