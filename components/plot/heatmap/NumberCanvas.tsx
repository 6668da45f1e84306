'use client';

import { memo, useLayoutEffect, useRef } from 'react';
import { paintPixels, type PaletteName } from './pixels';
import type { Tone } from './scale';
import { shortNumber } from './short-number';
import classes from './heatmap.module.css';

interface NumberCanvasProps {
  /** Row-major, [rows, columns]; NaN or null where undefined. */
  readonly values: ArrayLike<number | null>;
  /** 1 for each cell that was not computed; it has no number. */
  readonly skipped?: Uint8Array | undefined;
  readonly rows: number;
  readonly columns: number;
  readonly limit: number;
  readonly palette: PaletteName;
  readonly tone: Tone;
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** Smaller shares of the limit have the colour of 0; their numbers would hide the others. The same in cells of all sizes. */
const NOTABLE = 0.04;
/** Below this limit of the colour scale, numbers have a third decimal in cells of this width. */
const SMALL_LIMIT = 0.2;
const ROOM_FOR_THREE = 34;
/** Least distance between the numbers of neighbouring cells, the width of a character as a share of its height, and the smallest text. */
const NUMBER_GAP = 5;
const DIGIT = 0.58;
const SMALLEST_TEXT = 9;
/** Cells with room for larger text. */
const ROOMY = 48;
const INKS = { dark: '#1a1b1e', light: '#ffffff' } as const;

/** The numbers inside of cells, on one canvas. The table has them for screen readers. */
export const NumberCanvas = memo(function NumberCanvas(props: NumberCanvasProps) {
  const { values, skipped, rows, columns, limit, palette, tone, left, top, cellWidth, cellHeight } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, height] = [columns * cellWidth, rows * cellHeight];
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.current!.width = width * ratio;
    canvas.current!.height = height * ratio;
    context.scale(ratio, ratio);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const pixels = paintPixels(values, limit, palette, tone);
    const decimals = limit < SMALL_LIMIT && cellWidth >= ROOM_FOR_THREE ? 3 : 2;
    const widest = Math.floor((cellWidth - NUMBER_GAP) / (DIGIT * (decimals + 2)));
    const size = Math.min(cellWidth >= ROOMY ? 13 : 11, Math.max(SMALLEST_TEXT, widest), cellHeight - 3);
    context.font = `${size}px system-ui, sans-serif`;
    const areWhole = Array.from(values).every(Number.isInteger);
    for (let cell = 0; cell < values.length; cell++) {
      const value = values[cell] ?? NaN;
      const isLeftOut = skipped?.[cell] === 1 || Math.abs(value) < NOTABLE * limit;
      const text = isLeftOut ? '' : shortNumber(value, areWhole ? 0 : decimals);
      // Zeros are blank: they would be most of the ink of a page.
      if (text === '') continue;
      context.fillStyle = chooseInk(pixels, 4 * cell);
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      context.fillText(text, (column + 0.5) * cellWidth, (row + 0.5) * cellHeight + 0.5);
    }
  }, [values, skipped, columns, limit, palette, tone, cellWidth, cellHeight, width, height]);
  return (
    <canvas
      ref={canvas}
      className={classes.numbers}
      style={{ left, top, width, height }}
      aria-hidden
      data-testid="numbers"
    />
  );
});

/** Dark text on light colours, light text on dark ones. */
function chooseInk(pixels: Uint8ClampedArray, at: number): string {
  const luminance = 0.2126 * pixels[at]! + 0.7152 * pixels[at + 1]! + 0.0722 * pixels[at + 2]!;
  return luminance > 140 ? INKS.dark : INKS.light;
}
