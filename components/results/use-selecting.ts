'use client';

import { useEffect, useMemo, useRef } from 'react';
import { addCells, toggleCells, type Selecting } from '../sweep/selecting';
import type { PinnedCell, ViewState } from '../sweep/view-state';

/** How cells are selected; the same object whatever is selected, so that plots whose cells are not stay as they are. */
export function useSelecting(
  { isOn, topCount, base }: Omit<Selecting, 'onSelect' | 'onAdd'>,
  selection: readonly PinnedCell[],
  onChange: (change: Partial<ViewState>) => void,
): Selecting {
  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  }, [selection]);
  return useMemo(
    () => ({
      isOn,
      topCount,
      base,
      onSelect: (cells) => onChange({ selection: toggleCells(latest.current, cells) }),
      onAdd: (cells) => onChange({ selection: addCells(latest.current, cells) }),
    }),
    [isOn, topCount, base, onChange],
  );
}
