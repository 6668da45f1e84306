'use client';

import { useImperativeHandle, useOptimistic, type Ref } from 'react';
import { CellFrame } from './CellFrame';
import type { Geometry } from './geometry';
import type { CellAt } from './move';

export interface FramedCellHandle {
  /** The cell that is framed as pinned; null for none. */
  readonly read: () => CellAt | null;
  /** Frames a cell as pinned until the transition that pins it has ended. To be called within it. */
  readonly show: (cell: CellAt | null) => void;
}

interface FramedCellProps {
  readonly ref: Ref<FramedCellHandle>;
  readonly pinned: CellAt | null;
  /** The cell that the arrow keys have reached; null for none. */
  readonly cursor: CellAt | null;
  readonly geometry: Geometry;
}

/** The frame of the pinned cell, or else of the one that the arrow keys have reached. It alone is rendered before the page follows. */
export function FramedCell({ ref, pinned, cursor, geometry }: FramedCellProps) {
  const [shown, show] = useOptimistic(pinned);
  useImperativeHandle(ref, () => ({ read: () => shown, show }), [shown, show]);
  const at = shown ?? cursor;
  return <CellFrame at={at} geometry={geometry} kind={cursor && !shown ? 'cursor' : 'pinned'} />;
}
