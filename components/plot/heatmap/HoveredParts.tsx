'use client';

import { useSyncExternalStore, type Ref } from 'react';
import { CellFrame } from './CellFrame';
import type { Geometry } from './geometry';
import type { HeatmapProps } from './Heatmap';
import { NOT_HOVERED, type HoveredCell, type HoveredCellStore } from './hovered-cell';
import type { CellAt } from './move';
import { PointerTip } from './PointerTip';
import { writeCell } from './read-cell';
import classes from './heatmap.module.css';

function useHoveredCell(store: HoveredCellStore): HoveredCell {
  return useSyncExternalStore(store.subscribe, store.read, () => NOT_HOVERED);
}

interface HoveredFrameProps {
  readonly store: HoveredCellStore;
  readonly geometry: Geometry;
}

/** The frame of the hovered cell. */
export function HoveredFrame({ store, geometry }: HoveredFrameProps) {
  const { at } = useHoveredCell(store);
  return at && <CellFrame at={at} geometry={geometry} kind="hovered" />;
}

interface HoverTipProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly store: HoveredCellStore;
  readonly plot: HeatmapProps;
}

/** The hovered cell in words, at the pointer. */
export function HoverTip({ ref, store, plot }: HoverTipProps) {
  const { at, isTouched } = useHoveredCell(store);
  const shown = isTouched ? null : at;
  return <PointerTip ref={ref} text={shown && writeCell(plot, shown)} />;
}

interface ReadLineProps {
  readonly store: HoveredCellStore;
  readonly plot: HeatmapProps;
  /** The pinned cell, or that of the arrow keys. */
  readonly active: CellAt | null;
}

/** The cell that a finger reads, or else the pinned one, in words below the plot. */
export function ReadLine({ store, plot, active }: ReadLineProps) {
  const { at, isTouched } = useHoveredCell(store);
  const written = (isTouched ? at : null) ?? active;
  return (
    <div className={classes.read} data-testid="read" aria-hidden>
      {written ? writeCell(plot, written) : ' '}
    </div>
  );
}
