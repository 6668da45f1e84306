'use client';

import { useRef, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import { moveBy, type CellAt } from './move';

export interface PlotKeys {
  readonly rows: number;
  readonly columns: number;
  readonly rowsPerLayer: number;
  /** The pinned cell, also while the page does not show it yet; null for none. */
  readonly readPinned: () => CellAt | null;
  /** The cell that the arrow keys have reached; null while the plot has no focus. */
  readonly cursor: CellAt | null;
  readonly onCursor: (cell: CellAt | null) => void;
  /** Where the cursor was, kept while the plot is not shown; left out where it always is. */
  readonly lastCell?: RefObject<CellAt> | undefined;
  readonly onPin: (cell: CellAt | null) => void;
  /** If given, Enter opens a cell instead of pinning it. */
  readonly onOpen?: ((cell: CellAt) => void) | undefined;
  /** Moves the focus to what shows the pinned cell in detail. */
  readonly onInspect?: (() => void) | undefined;
  readonly isSelecting: boolean;
  /** Left out where cells cannot be selected. */
  readonly onSelect?: ((cells: readonly CellAt[]) => void) | undefined;
  /** What letters do, in lower case; of the cell that the keys have reached. */
  readonly letters: Readonly<Record<string, (cell: CellAt) => void>>;
}

/**
 * The keys of a heatmap, which is one stop of the Tab key. Arrow keys move a cursor, or the pinned cell if there is one. Enter pins or opens
 * the cell; on a pinned cell it goes to the inspector. Escape releases the pinned cell.
 */
export function usePlotKeys(keys: PlotKeys) {
  const { rows, columns, rowsPerLayer, readPinned, cursor, onCursor, onPin, onOpen, onInspect } = keys;
  const { isSelecting, onSelect, letters } = keys;
  const own = useRef<CellAt>({ row: 0, column: 0 });
  const last = keys.lastCell ?? own;
  const act = (event: KeyboardEvent): boolean => {
    const { key } = event;
    const pinned = readPinned();
    if (key === 'Escape') {
      if (pinned) {
        last.current = pinned;
        onCursor(pinned);
      }
      onPin(null);
      return true;
    }
    const at = pinned ?? cursor ?? last.current;
    if (key === 'Enter' || key === ' ') {
      if ((event.shiftKey || isSelecting) && onSelect) onSelect([at]);
      else if (onOpen) onOpen(at);
      else if (pinned) onInspect?.();
      else onPin(at);
      return true;
    }
    const isWhole = event.ctrlKey || event.metaKey;
    const to = moveBy(key, at, rows, columns, rowsPerLayer, isWhole);
    if (to) {
      last.current = to;
      if (pinned) onPin(to);
      else onCursor(to);
    }
    const letter = event.altKey || isWhole ? undefined : letters[key.toLowerCase()];
    letter?.(at);
    return to !== null || letter !== undefined;
  };
  return {
    onKeyDown: (event: KeyboardEvent): void => {
      if (act(event)) event.preventDefault();
    },
    onFocus: (event: FocusEvent): void => {
      const pinned = readPinned();
      if (pinned) last.current = pinned;
      else if (event.currentTarget.matches(':focus-visible')) onCursor(last.current);
    },
    onBlur: (): void => onCursor(null),
  };
}
