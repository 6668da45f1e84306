'use client';

import { useRef, useState, type MouseEvent } from 'react';
import { useHoverStore } from '../linked/hover-context';
import { isSameCell } from './find-cell';
import type { Geometry } from './geometry';
import type { HeatmapProps } from './Heatmap';
import { HATCH_LEGEND, UNCLEAR_LEGEND } from './hatch';
import { HeatmapPlot, type MarkedCell } from './HeatmapPlot';
import type { CellAt } from './move';
import { placeTip } from './place-tip';
import { formatEffect } from './scale';
import classes from './heatmap.module.css';

interface HeatmapViewProps extends HeatmapProps {
  /** Of the plot; unique on the page. */
  readonly id: string;
  readonly geometry: Geometry;
  /** Whether Escape leaves the pinned cell alone, because it closes what the plot is in. */
  readonly keepsPinned?: boolean;
}

const NONE: readonly CellAt[] = [];
const UNMARKED: readonly MarkedCell[] = [];

/** The plot with what is read out: the hovered cell at the pointer, the pinned one below. */
export function HeatmapView({ id, geometry, keepsPinned = false, ...props }: HeatmapViewProps) {
  const { values, skipped, unclear, isSparse = false, columns, nameCell, annotateCell, unit, link } = props;
  const { formatValue = formatEffect, pinned, marked = UNMARKED } = props;
  const { onOpen, onSelect, selected = NONE, isSelecting = false, showsValues, hasMargins } = props;
  const [hovered, setHovered] = useState<CellAt | null>(null);
  const tip = useRef<HTMLDivElement>(null);
  const store = useHoverStore();
  const onHover = (cell: CellAt | null, event: MouseEvent): void => {
    setHovered((last) => (isSameCell(last, cell) ? last : cell));
    if (tip.current) placeTip(tip.current, event.clientX, event.clientY);
    if (!link) return;
    if (cell) store.write({ place: link.placeAt(cell), from: id });
    else store.leave(id);
  };
  const read = (cell: CellAt): string => {
    const index = cell.row * columns.length + cell.column;
    const number = values[index] ?? NaN;
    // A blank cell has no value to read out.
    if (isSparse && Number.isNaN(number)) return nameCell(cell);
    const value = formatValue(number);
    const mark = marked.find(({ at }) => isSameCell(at, cell));
    const annotations = [
      ...(annotateCell ? [annotateCell(cell)] : []),
      ...(skipped?.[index] === 1 ? [HATCH_LEGEND] : unclear?.[index] === 1 ? [UNCLEAR_LEGEND] : []),
      ...(mark ? [mark.label] : []),
    ];
    return [`${nameCell(cell)}: ${value}${unit && ` ${unit}`}`, ...annotations].join(', ');
  };
  const { title, rowName, rowLabels, rowsPerLayer, columnName, limit, scale, tone, onPin } = props;
  return (
    <>
      <HeatmapPlot
        {...{ id, title, values, skipped, unclear, isSparse, rowName, rowLabels, rowsPerLayer, columnName }}
        {...{
          columns,
          geometry,
          limit,
          scale,
          tone,
          hovered,
          pinned,
          onHover,
          onOpen,
          selected,
          isSelecting,
        }}
        {...{ onSelect, marked, link, showsValues, hasMargins }}
        onPin={(cell) => {
          if (cell !== null || !keepsPinned) onPin(cell);
        }}
        describedBy={`${id}-read`}
      />
      <div ref={tip} className={classes.tip} hidden={hovered === null} aria-hidden>
        {hovered && read(hovered)}
      </div>
      <output id={`${id}-read`} className={classes.read} aria-live="polite">
        {pinned ? read(pinned) : ' '}
      </output>
    </>
  );
}
