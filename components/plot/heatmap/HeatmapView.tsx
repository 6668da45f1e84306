'use client';

import { useEffect, useMemo, useRef, useState, type MouseEvent, type RefObject } from 'react';
import { useHoverStore } from '../linked/hover-context';
import { isSameCell } from './find-cell';
import type { Geometry } from './geometry';
import type { HeatmapProps } from './Heatmap';
import { HeatmapPlot, type MarkedCell } from './HeatmapPlot';
import type { CellAt } from './move';
import { createHoveredCell } from './hovered-cell';
import { HoverTip, ReadLine } from './HoveredParts';
import { placeTip } from './place-tip';
import { speakCell, speakSummary } from './read-cell';
import classes from './heatmap.module.css';

interface HeatmapViewProps extends HeatmapProps {
  /** Of the plot; unique on the page. */
  readonly id: string;
  readonly geometry: Geometry;
  /** Whether Escape leaves the pinned cell alone, because it closes what the plot is in. */
  readonly keepsPinned?: boolean;
  /** Where the cursor was, kept while the plot is not shown; left out where it always is. */
  readonly lastCell?: RefObject<CellAt>;
  /** What letter keys do besides opening the mark of a cell. */
  readonly letters?: Readonly<Record<string, () => void>>;
}

const NONE: readonly CellAt[] = [];
const UNMARKED: readonly MarkedCell[] = [];
const NO_LETTERS: Readonly<Record<string, () => void>> = {};

/**
 * The plot with what is read out: the hovered cell at the pointer; the pinned cell, or that of the arrow keys or of a finger, below. Screen
 * readers are told it in words.
 */
export function HeatmapView({
  id,
  geometry,
  keepsPinned = false,
  letters,
  lastCell,
  ...props
}: HeatmapViewProps) {
  const { pinned, link, marked = UNMARKED, selected = NONE, isSelecting = false, onPin } = props;
  const [hovered] = useState(createHoveredCell);
  const [cursor, setCursor] = useState<CellAt | null>(null);
  const tip = useRef<HTMLDivElement>(null);
  const store = useHoverStore();
  // A plot that is not shown any more has nothing hovered.
  useEffect(() => () => store.leave(id), [store, id]);
  const show = (cell: CellAt | null): void => {
    if (!link) return;
    if (cell) store.write({ place: link.placeAt(cell), from: id });
    else store.leave(id);
  };
  const point = (cell: CellAt | null, byTouch: boolean): void => {
    hovered.write({ at: cell, isTouched: byTouch });
    show(cell);
  };
  const onHover = (cell: CellAt | null, event: MouseEvent): void => {
    if (tip.current) placeTip(tip.current, event.clientX, event.clientY);
    point(cell, false);
  };
  const openMark = (cell: CellAt): void => marked.find(({ at }) => isSameCell(at, cell))?.onOpen();
  const active = pinned ?? cursor;
  const { values } = props;
  // Names and formats are new functions at each rendering; the summary changes with the values.
  // oxlint-disable-next-line react/exhaustive-deps
  const summary = useMemo(() => speakSummary(props), [values, props.valueName]);
  return (
    <>
      <HeatmapPlot
        {...props}
        {...{ id, geometry, lastCell, hovered, cursor, selected, isSelecting, marked, onHover }}
        letters={{ ...(letters ?? NO_LETTERS), ...(marked.length > 0 && { o: openMark }) }}
        onCursor={(cell) => {
          setCursor(cell);
          show(cell);
        }}
        onTouchRead={(cell) => point(cell, true)}
        onPin={(cell) => {
          if (cell !== null || !keepsPinned) onPin(cell);
        }}
        describedBy={`${id}-summary`}
      />
      <HoverTip ref={tip} store={hovered} plot={props} />
      <ReadLine store={hovered} plot={props} active={active} />
      <div id={`${id}-summary`} hidden>
        {summary}
      </div>
      <output className={classes.spoken} aria-live="polite">
        {active ? speakCell(props, active) : ''}
      </output>
    </>
  );
}
