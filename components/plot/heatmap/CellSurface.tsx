'use client';

import { useRef, type MouseEvent } from 'react';
import { findCellUnder } from './find-cell';
import type { Geometry } from './geometry';
import type { CellAt } from './move';
import { SelectedCells } from './SelectedCells';
import { useBrush } from './use-brush';
import { useTouchRead } from './use-touch-read';
import classes from './heatmap.module.css';

interface CellSurfaceProps {
  readonly rows: number;
  readonly columns: number;
  readonly geometry: Geometry;
  readonly isSelecting: boolean;
  readonly onSelect: ((cells: readonly CellAt[]) => void) | undefined;
  /** A cell was clicked or tapped. */
  readonly onClick: (cell: CellAt | null) => void;
  /** The pointer is over this cell, or has left the cells. */
  readonly onHover: (cell: CellAt | null, event: MouseEvent) => void;
  /** A finger has moved to this cell. */
  readonly onTouchRead: (cell: CellAt) => void;
}

/** What the pointer and fingers touch: it covers exactly the cells. */
export function CellSurface(props: CellSurfaceProps) {
  const { rows, columns, geometry, isSelecting, onSelect, onClick, onHover, onTouchRead } = props;
  const { left, top, cellWidth, cellHeight } = geometry;
  const surface = useRef<SVGRectElement>(null);
  const isTouched = useRef(false);
  const brush = useBrush({ rows, columns, isSelecting, onSelect, onPin: onClick });
  const touch = useTouchRead(surface, {
    rows,
    columns,
    scrollsSideways: () => surface.current?.closest('[data-overflows]') !== null,
    onRead: onTouchRead,
  });
  return (
    <>
      <rect
        ref={surface}
        data-testid="cells"
        x={left}
        y={top}
        width={columns * cellWidth}
        height={rows * cellHeight}
        className={classes.surface}
        // Browsers send mouse events after a tap, too.
        onMouseMove={(event) => !isTouched.current && onHover(findCellUnder(event, rows, columns), event)}
        onMouseLeave={(event) => onHover(null, event)}
        onClick={(event) => {
          if (!touch.hasRead()) brush.onClick(event);
        }}
        onPointerDown={(event) => {
          isTouched.current = event.pointerType === 'touch';
          touch.onPointerDown(event);
          brush.onPointerDown(event);
        }}
        onPointerMove={(event) => {
          isTouched.current = event.pointerType === 'touch';
          touch.onPointerMove(event);
          brush.onPointerMove(event);
        }}
        onPointerUp={() => {
          touch.onPointerUp();
          brush.onPointerUp();
        }}
        onPointerCancel={() => {
          touch.onPointerCancel();
          brush.onPointerCancel();
        }}
      />
      <SelectedCells cells={brush.brushed} geometry={geometry} isBrushed />
    </>
  );
}
