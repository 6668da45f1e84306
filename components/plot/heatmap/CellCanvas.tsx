'use client';

import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { paintPixels, TRANSPARENT, type PaletteName } from './pixels';
import type { Tone } from './scale';
import classes from './heatmap.module.css';

interface CellCanvasProps {
  /** Row-major, [rows, columns]; NaN or null where undefined. */
  readonly values: ArrayLike<number | null>;
  readonly rows: number;
  readonly columns: number;
  /** Larger |values| have the strongest colour. */
  readonly limit: number;
  readonly palette: PaletteName;
  readonly tone: Tone;
  /** Whether cells without a value are transparent. */
  readonly isSparse?: boolean;
  /** Corner of the first cell, in pixels of the page. */
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** All cells as one canvas with a pixel for each cell, scaled by CSS. Hovering over thousands of cells repaints none. */
export const CellCanvas = memo(function CellCanvas(props: CellCanvasProps) {
  const { values, rows, columns, limit, palette, tone, isSparse, left, top, cellWidth, cellHeight } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = useMemo(
    () => paintPixels(values, limit, palette, tone, isSparse ? TRANSPARENT : undefined),
    [values, limit, palette, tone, isSparse],
  );
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
