'use client';

import { useEffect, useRef, type PointerEvent, type RefObject } from 'react';
import { findCellUnder } from './find-cell';
import type { CellAt } from './move';

/** A finger that rests this long reads cells, also where it would scroll. */
const REST_MS = 350;
/** A finger that has moved less has not moved. In pixels. */
const SLOP = 8;

interface TouchReadOptions {
  readonly rows: number;
  readonly columns: number;
  /** Whether a finger that moves sideways scrolls the plot. */
  readonly scrollsSideways: () => boolean;
  readonly onRead: (cell: CellAt) => void;
}

/**
 * Reads the cells under a finger that moves: sideways, or, where that scrolls, after it has rested. A finger that moves up or down scrolls
 * the page; a tap stays a click.
 */
export function useTouchRead(surface: RefObject<SVGRectElement | null>, options: TouchReadOptions) {
  const { rows, columns, scrollsSideways, onRead } = options;
  const touch = useRef<{ x: number; y: number; isReading: boolean } | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hasRead = useRef(false);
  useEffect(() => {
    const element = surface.current;
    // React's listeners of touches are passive, so they cannot keep the page from scrolling.
    const keep = (event: TouchEvent): void => {
      if (touch.current?.isReading && event.cancelable) event.preventDefault();
    };
    element?.addEventListener('touchmove', keep, { passive: false });
    return () => {
      clearTimeout(rest.current);
      element?.removeEventListener('touchmove', keep);
    };
  }, [surface]);
  const end = (): void => {
    clearTimeout(rest.current);
    touch.current = null;
  };
  return {
    /** Whether the click that ends a touch belongs to a reading. */
    hasRead: () => hasRead.current,
    onPointerDown: (event: PointerEvent): void => {
      hasRead.current = false;
      if (event.pointerType !== 'touch') return;
      const at = findCellUnder(event, rows, columns);
      touch.current = { x: event.clientX, y: event.clientY, isReading: false };
      clearTimeout(rest.current);
      rest.current = setTimeout(() => {
        if (!touch.current || !at) return;
        touch.current.isReading = true;
        hasRead.current = true;
        onRead(at);
      }, REST_MS);
    },
    onPointerMove: (event: PointerEvent): void => {
      const from = touch.current;
      if (event.pointerType !== 'touch' || !from) return;
      const [across, along] = [Math.abs(event.clientX - from.x), Math.abs(event.clientY - from.y)];
      if (!from.isReading && Math.max(across, along) > SLOP) {
        clearTimeout(rest.current);
        if (across < along || scrollsSideways()) return end();
        from.isReading = true;
        hasRead.current = true;
      }
      const at = from.isReading ? findCellUnder(event, rows, columns) : null;
      if (at) onRead(at);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
