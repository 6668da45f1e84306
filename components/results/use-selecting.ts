'use client';

import { useMemo } from 'react';
import { formatCellParameter } from '../../domain/cell';
import { addAll, toggleAll } from '../../domain/toggle-all';
import type { Selecting } from '../sweep/selecting';
import type { ChangeView } from '../sweep/use-view-state';

/** How cells are selected; the same object whatever is selected, so that plots whose cells are not stay as they are. */
export function useSelecting(
  { isOn, topCount, base }: Omit<Selecting, 'onSelect' | 'onAdd'>,
  change: ChangeView,
): Selecting {
  return useMemo(
    () => ({
      isOn,
      topCount,
      base,
      onSelect: (cells) =>
        change(({ selection }) => ({ selection: toggleAll(selection, cells, formatCellParameter) })),
      onAdd: (cells) =>
        change(({ selection }) => ({ selection: addAll(selection, cells, formatCellParameter) })),
    }),
    [isOn, topCount, base, change],
  );
}
