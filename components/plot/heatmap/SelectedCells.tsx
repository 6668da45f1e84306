import type { Geometry } from './geometry';
import type { CellAt } from './move';
import { framePath } from './select-cells';
import classes from './heatmap.module.css';

interface SelectedCellsProps {
  readonly cells: readonly CellAt[];
  readonly geometry: Geometry;
  /** Whether the selection is not made yet: the pointer still draws the rectangle. */
  readonly isBrushed?: boolean;
}

/** Frames around selected cells: a light line under a coloured one, so that they are seen on every colour. */
export function SelectedCells({ cells, geometry, isBrushed = false }: SelectedCellsProps) {
  if (cells.length === 0) return null;
  const d = framePath(cells, geometry);
  return (
    <g data-testid={isBrushed ? 'brushed' : 'selected'} aria-hidden>
      <path d={d} className={classes.selectedHalo} />
      <path d={d} className={isBrushed ? classes.brushed : classes.selected} />
    </g>
  );
}
