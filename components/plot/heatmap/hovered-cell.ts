/** The cell of one plot that the pointer or a finger is over. Changes of it render only what shows the cell. */
import { isSameCell } from './find-cell';
import type { CellAt } from './move';

export interface HoveredCell {
  readonly at: CellAt | null;
  /** Whether a finger reads it; then it is written below the plot, not at the pointer. */
  readonly isTouched: boolean;
}

export interface HoveredCellStore {
  readonly read: () => HoveredCell;
  readonly write: (hovered: HoveredCell) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** The server and the first rendering have nothing hovered. */
export const NOT_HOVERED: HoveredCell = { at: null, isTouched: false };

/** Makes a store in which nothing is hovered. */
export function createHoveredCell(): HoveredCellStore {
  let current = NOT_HOVERED;
  const listeners = new Set<() => void>();
  return {
    read: () => current,
    write: (hovered) => {
      if (isSameCell(current.at, hovered.at) && current.isTouched === hovered.isTouched) return;
      current = hovered;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
