/** How many cells of a sweep changed a metric at all. */
import { countCells } from '../../../domain/cell';
import type { BaselineValues, ByMetric, Direction, MetricId, SweepResult } from '../api';

/** Smallest change that counts, relative to the metric of the base run where that is above 1: more than rounding. */
const SMALLEST_CHANGE = 1e-5;

/** Cells of a sweep, and those after whose patch a metric of a prompt differs from the base run's. */
export interface MovedCells {
  readonly cells: number;
  readonly movedCells: number;
}

/** Counts the cells that moved. @param baseline metrics of the unpatched runs. */
export function countMovedCells(
  { shape, values }: Pick<SweepResult, 'shape' | 'values'>,
  baseline: ByMetric<BaselineValues>,
  direction: Direction,
): MovedCells {
  const cells = countCells(shape);
  const hasMoved = new Uint8Array(cells);
  for (const id of Object.keys(values) as MetricId[]) {
    const { clean, corrupted } = baseline[id]!;
    const base = direction === 'DENOISING' ? corrupted : clean;
    values[id]!.forEach((value, index) => {
      const unpatched = base[Math.floor(index / cells)]!;
      const smallest = SMALLEST_CHANGE * Math.max(1, Math.abs(unpatched));
      if (Math.abs(value - unpatched) > smallest) hasMoved[index % cells] = 1;
    });
  }
  return { cells, movedCells: hasMoved.reduce((sum, moved) => sum + moved, 0) };
}
