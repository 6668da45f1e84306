'use client';

import { useImperativeHandle, useOptimistic, type Ref } from 'react';
import { toggleAll } from '../../../domain/toggle-all';
import type { Geometry } from './geometry';
import type { CellAt } from './move';
import { SelectedCells } from './SelectedCells';

export interface ShownSelectionHandle {
  /** Frames cells as selected, or no longer, until the transition that selects them has ended. To be called within it. */
  readonly toggle: (cells: readonly CellAt[]) => void;
}

interface ShownSelectionProps {
  readonly ref: Ref<ShownSelectionHandle>;
  readonly cells: readonly CellAt[];
  readonly geometry: Geometry;
}

const nameCell = ({ row, column }: CellAt): string => `${row} ${column}`;

/** The frames of the selected cells. They alone are rendered before the page follows. */
export function ShownSelection({ ref, cells, geometry }: ShownSelectionProps) {
  const [shown, toggle] = useOptimistic(cells, (before, toggled: readonly CellAt[]) =>
    toggleAll(before, toggled, nameCell),
  );
  useImperativeHandle(ref, () => ({ toggle }), [toggle]);
  return <SelectedCells cells={shown} geometry={geometry} />;
}
