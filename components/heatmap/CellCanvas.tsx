'use client';

import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import type { Geometry } from './geometry';
import { pixelsOf } from './pixels';
import type { ScaleName } from './scale';
import classes from './heatmap.module.css';

interface CellCanvasProps {
  /** Row-major, [rows, columns]; NaN or null where undefined. */
  readonly values: ArrayLike<number | null>;
  readonly rows: number;
  readonly columns: number;
  readonly limit: number;
  readonly scale: ScaleName;
  readonly geometry: Geometry;
}

/** All cells as one picture, a pixel a cell, drawn large: moving the pointer over thousands of them repaints none. */
export const CellCanvas = memo(function CellCanvas({
  values,
  rows,
  columns,
  limit,
  scale,
  geometry: { left, top, cellWidth, cellHeight },
}: CellCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = useMemo(() => pixelsOf(values, limit, scale), [values, limit, scale]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || columns === 0 || rows === 0) return;
    const image = context.createImageData(columns, rows);
    image.data.set(pixels);
    context.putImageData(image, 0, 0);
  }, [pixels, rows, columns]);
  return (
    <canvas
      ref={canvas}
      width={columns}
      height={rows}
      className={classes.cells}
      style={{ left, top, width: columns * cellWidth, height: rows * cellHeight }}
      aria-hidden
    />
  );
});
