import type { Ref } from 'react';
import type { Geometry } from './geometry';
import type { CellAt } from './move';

interface CellFrameProps {
  /** Given for the pinned cell, which is scrolled into view. */
  readonly ref?: Ref<HTMLDivElement>;
  readonly at: CellAt;
  readonly geometry: Geometry;
  readonly className: string | undefined;
}

/** A frame around a cell. It is a layer above the plot, so moving it repaints nothing else. */
export function CellFrame({ ref, at, geometry, className }: CellFrameProps) {
  const { left, top, cellWidth, cellHeight } = geometry;
  const transform = `translate(${left + at.column * cellWidth}px, ${top + at.row * cellHeight}px)`;
  return (
    <div
      ref={ref}
      className={className}
      data-pinned-cell={ref ? true : undefined}
      style={{ transform, width: cellWidth, height: cellHeight }}
    />
  );
}
