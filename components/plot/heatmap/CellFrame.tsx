import { useLayoutEffect, useRef } from 'react';
import { moveLayer } from '../move-layer';
import type { Geometry } from './geometry';
import type { CellAt } from './move';
import classes from './heatmap.module.css';

interface CellFrameProps {
  /** Null for none: the layer stays, and cannot be seen. */
  readonly at: CellAt | null;
  readonly geometry: Geometry;
  readonly kind: 'hovered' | 'pinned' | 'cursor';
}

/** A frame around a cell. It is a layer above the plot, so moving it repaints nothing. */
export function CellFrame({ at, geometry, kind }: CellFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { left, top, cellWidth, cellHeight } = geometry;
  const [x, y] = [left + (at?.column ?? 0) * cellWidth, top + (at?.row ?? 0) * cellHeight];
  useLayoutEffect(() => {
    if (frame.current) moveLayer(frame.current, `${x}px`, `${y}px`);
  }, [x, y]);
  return (
    <div
      ref={frame}
      className={classes.frame}
      data-kind={at ? kind : undefined}
      style={{ width: cellWidth, height: cellHeight }}
    />
  );
}
