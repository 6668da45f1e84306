'use client';

import { useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import { findCellUnder, isSameCell } from './find-cell';
import type { CellAt } from './move';
import { cellsBetween } from './select-cells';

interface BrushOptions {
  readonly rows: number;
  readonly columns: number;
  /** Whether clicks select without Shift, too. */
  readonly isSelecting: boolean;
  /** Left out where cells cannot be selected. */
  readonly onSelect: ((cells: readonly CellAt[]) => void) | undefined;
  readonly onPin: (cell: CellAt | null) => void;
}

/**
 * Clicks and rectangles on the cells of a heatmap: with Shift, or while cells are being selected, they select; other clicks pin.
 * A finger selects by taps only, because it scrolls when it moves.
 */
export function useBrush({ rows, columns, isSelecting, onSelect, onPin }: BrushOptions) {
  const start = useRef<CellAt | null>(null);
  /** A click follows the end of a rectangle. */
  const hasBrushed = useRef(false);
  const [brushed, setBrushed] = useState<readonly CellAt[]>([]);
  const selects = (event: MouseEvent): boolean => onSelect !== undefined && (isSelecting || event.shiftKey);
  return {
    /** The rectangle that is being drawn; empty for none. */
    brushed,
    onPointerDown: (event: PointerEvent): void => {
      hasBrushed.current = false;
      if (!selects(event) || event.pointerType === 'touch' || event.button !== 0) return;
      // Shift would select text.
      event.preventDefault();
      start.current = findCellUnder(event, rows, columns);
      event.currentTarget.setPointerCapture?.(event.pointerId);
    },
    onPointerMove: (event: PointerEvent): void => {
      if (!start.current) return;
      const end = findCellUnder(event, rows, columns);
      if (!end || (brushed.length === 0 && isSameCell(end, start.current))) return;
      setBrushed(cellsBetween(start.current, end));
    },
    onPointerUp: (): void => {
      start.current = null;
      if (brushed.length === 0) return;
      hasBrushed.current = true;
      setBrushed([]);
      onSelect?.(brushed);
    },
    onClick: (event: MouseEvent): void => {
      if (hasBrushed.current) return;
      const cell = findCellUnder(event, rows, columns);
      if (!selects(event)) onPin(cell);
      else if (cell) onSelect?.([cell]);
    },
    onPointerCancel: (): void => {
      start.current = null;
      setBrushed([]);
    },
  };
}
