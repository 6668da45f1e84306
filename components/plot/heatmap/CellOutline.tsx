import type { Geometry } from './geometry';
import type { CellAt } from './move';
import classes from './heatmap.module.css';

interface CellOutlineProps {
  readonly at: CellAt;
  readonly geometry: Geometry;
  /** Whether it is the cell that the arrow keys have reached; otherwise the pinned one. */
  readonly isCursor?: boolean;
}

/**
 * The frame of the pinned cell, or of the one that the arrow keys have reached, around the cell: dark within light. It is a part of the
 * drawing, unlike `CellFrame`.
 */
export function CellOutline({ at, geometry, isCursor = false }: CellOutlineProps) {
  const { left, top, cellWidth, cellHeight } = geometry;
  const around = (distance: number) => ({
    x: left + at.column * cellWidth - distance,
    y: top + at.row * cellHeight - distance,
    width: cellWidth + 2 * distance,
    height: cellHeight + 2 * distance,
  });
  return (
    <g className={classes.outline} data-dashed={isCursor || undefined} aria-hidden>
      <rect {...around(isCursor ? 2 : 3)} />
      <rect {...around(1)} />
    </g>
  );
}
