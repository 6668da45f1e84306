import type { Ref } from 'react';
import type { Geometry } from './geometry';
import type { CellAt } from './move';

interface CellFrameProps {
  /** Given for cells that are scrolled into view. */
  readonly ref?: Ref<HTMLDivElement>;
  readonly at: CellAt;
  readonly geometry: Geometry;
  readonly className: string | undefined;
  /** What the cell is, if it is more than hovered. */
  readonly name?: 'pinned' | 'cursor';
}

/** A frame around a cell. It is a layer above the plot, so moving it repaints nothing else. */
export function CellFrame({ ref, at, geometry, className, name }: CellFrameProps) {
  const { left, top, cellWidth, cellHeight } = geometry;
  const transform = `translate(${left + at.column * cellWidth}px, ${top + at.row * cellHeight}px)`;
  return (
    <div
      ref={ref}
      className={className}
      data-pinned-cell={name === 'pinned' || undefined}
      data-cursor={name === 'cursor' || undefined}
      style={{ transform, width: cellWidth, height: cellHeight }}
    />
  );
}
