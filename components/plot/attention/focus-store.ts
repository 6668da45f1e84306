'use client';

/** What patterns of one head share while they are explored: the cell that is read, and the part in view. Changes render nothing. */
import type { CellAt } from '../heatmap/move';
import { isSameCell } from '../heatmap/find-cell';
import { wholeView, type PatternView } from './pattern-view';

export interface FocusState {
  /** The destination and the source that are read; the source is null where a token is hovered. */
  readonly at: { readonly row: number; readonly column: number | null } | null;
  readonly view: PatternView;
}

export interface FocusStore {
  readonly read: () => FocusState;
  readonly change: (part: Partial<FocusState>) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Makes the state of patterns of some size: nothing is read, all is in view. */
export function createFocusStore(size: number): FocusStore {
  let state: FocusState = { at: null, view: wholeView(size) };
  const listeners = new Set<() => void>();
  return {
    read: () => state,
    change: (part) => {
      const next = { ...state, ...part };
      if (isSameCell(next.at as CellAt | null, state.at as CellAt | null) && next.view === state.view) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
