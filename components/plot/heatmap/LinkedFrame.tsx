'use client';

import { useEffect, useRef } from 'react';
import { useHoverStore } from '../linked/hover-context';
import type { HoverPlace } from '../linked/hover-store';
import { moveLayer } from '../move-layer';
import type { Geometry } from './geometry';
import classes from './heatmap.module.css';

/** Cells of a plot: a rectangle of them. */
export interface CellBox {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

interface LinkedFrameProps {
  /** Of the plot, which frames its own hovered cell. */
  readonly id: string;
  /** Finds the cells that belong to what is hovered elsewhere; null for none. */
  readonly locate: (place: HoverPlace) => CellBox | null;
  readonly geometry: Geometry;
}

/** A frame around the cells that belong to what the pointer is over in another plot. Changes of it render nothing. */
export function LinkedFrame({ id, locate, geometry }: LinkedFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const store = useHoverStore();
  const { left, top, cellWidth, cellHeight } = geometry;
  useEffect(() => {
    const draw = (): void => {
      const element = frame.current;
      if (!element) return;
      const hovered = store.read();
      const box = hovered && hovered.from !== id ? locate(hovered.place) : null;
      element.hidden = box === null;
      if (box === null) return;
      moveLayer(element, `${left + box.column * cellWidth}px`, `${top + box.row * cellHeight}px`);
      element.style.width = `${box.columns * cellWidth}px`;
      element.style.height = `${box.rows * cellHeight}px`;
    };
    draw();
    return store.subscribe(draw);
  }, [store, id, locate, left, top, cellWidth, cellHeight]);
  return <div ref={frame} className={classes.linked} data-testid="linked" hidden aria-hidden />;
}
