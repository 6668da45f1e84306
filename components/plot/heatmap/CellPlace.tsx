import type { Ref } from 'react';
import type { Geometry } from './geometry';
import type { CellAt } from './move';
import classes from './heatmap.module.css';

interface CellPlaceProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly at: CellAt;
  readonly geometry: Geometry;
  readonly name: 'pinned' | 'cursor';
}

/** Where a framed cell is, to scroll it into view. It is not drawn. */
export function CellPlace({ ref, at, geometry, name }: CellPlaceProps) {
  const { left, top, cellWidth, cellHeight } = geometry;
  return (
    <div
      ref={ref}
      className={classes.place}
      data-pinned-cell={name === 'pinned' || undefined}
      data-cursor={name === 'cursor' || undefined}
      style={{
        left: left + at.column * cellWidth,
        top: top + at.row * cellHeight,
        width: cellWidth,
        height: cellHeight,
      }}
    />
  );
}
