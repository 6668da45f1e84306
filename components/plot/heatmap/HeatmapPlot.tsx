'use client';

import { useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { AxisLabels } from './AxisLabels';
import { CellCanvas } from './CellCanvas';
import { CellFrame } from './CellFrame';
import { findCellUnder } from './find-cell';
import type { Geometry } from './geometry';
import { hatchPath } from './hatch';
import { moveBy, type CellAt } from './move';
import type { HeatmapData } from './panel';
import type { HeatmapScale } from './palette';
import type { Tone } from './scale';
import classes from './heatmap.module.css';

interface HeatmapPlotProps extends HeatmapData {
  readonly geometry: Geometry;
  readonly limit: number;
  readonly scale: HeatmapScale;
  readonly tone: Tone;
  /** Id of the element that reads out the pinned cell. */
  readonly describedBy: string;
  readonly hovered: CellAt | null;
  readonly pinned: CellAt | null;
  /** The pointer is over this cell, or has left the cells. */
  readonly onHover: (cell: CellAt | null, event: MouseEvent) => void;
  readonly onPin: (cell: CellAt | null) => void;
  /** If given: a click or Enter opens a cell instead of pinning it. With Shift, a cell is picked beside others. */
  readonly onOpen?: ((cell: CellAt, isPick: boolean) => void) | undefined;
  /** Cells with a frame. */
  readonly picked?: readonly CellAt[] | undefined;
}

/** The cells with their axes. The pointer hovers and pins; arrow keys move the pinned cell. */
export function HeatmapPlot(props: HeatmapPlotProps) {
  const {
    title,
    values,
    skipped,
    isSparse = false,
    rowName,
    rowLabels,
    rowsPerLayer,
    columnName,
    columns,
  } = props;
  const { geometry, limit, scale, tone, describedBy, hovered, pinned, onHover, onPin } = props;
  const { onOpen, picked = [] } = props;
  const { left, top, cellWidth, cellHeight, width, height } = geometry;
  const [rowCount, columnCount] = [rowLabels.length, columns.length];
  const hatching = useMemo(
    () => (skipped ? hatchPath(skipped, columnCount, geometry) : ''),
    [skipped, columnCount, geometry],
  );
  const pinnedFrame = useRef<HTMLDivElement>(null);
  const pinnedAt = pinned && `${pinned.row} ${pinned.column}`;
  useEffect(() => {
    if (pinnedAt === null) return;
    // The cell may have been pinned from an address, a text or the keyboard, while it was out of view.
    pinnedFrame.current?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [pinnedAt]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onOpen && pinned && event.key === 'Enter') {
      event.preventDefault();
      return onOpen(pinned, event.shiftKey);
    }
    const from = pinned ?? { row: 0, column: 0 };
    const to = event.key === 'Escape' ? null : moveBy(event.key, from, rowCount, columnCount, rowsPerLayer);
    if (to === null && event.key !== 'Escape') return;
    event.preventDefault();
    onPin(to);
  };
  const onClick = (event: MouseEvent): void => {
    const cell = findCellUnder(event, rowCount, columnCount);
    if (onOpen && cell) onOpen(cell, event.shiftKey);
    else onPin(cell);
  };
  const keys = `Arrow keys pin a cell, ${onOpen ? 'Enter opens it, ' : ''}Escape releases it.`;
  return (
    <div className={classes.scroll}>
      <div className={classes.plot} style={{ width, height }}>
        <CellCanvas
          {...{ values, limit, tone, left, top, cellWidth, cellHeight }}
          rows={rowCount}
          columns={columnCount}
          palette={scale}
          isSparse={isSparse}
        />
        <svg
          width={width}
          height={height}
          role="application"
          aria-roledescription="heatmap"
          aria-label={`${title}: ${rowCount} ${rowName}s by ${columnCount} ${columnName}s. ${keys}`}
          aria-describedby={describedBy}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <AxisLabels {...{ rowName, rowLabels, columnName, columns, rowsPerLayer, geometry }} />
          {hatching !== '' && <path d={hatching} className={classes.hatching} data-testid="hatching" />}
          <rect
            data-testid="cells"
            x={left}
            y={top}
            width={columnCount * cellWidth}
            height={rowCount * cellHeight}
            className={classes.surface}
            onMouseMove={(event) => onHover(findCellUnder(event, rowCount, columnCount), event)}
            onMouseLeave={(event) => onHover(null, event)}
            onClick={onClick}
          />
        </svg>
        {picked.map((at) => (
          <CellFrame key={`${at.row} ${at.column}`} at={at} geometry={geometry} className={classes.picked} />
        ))}
        {pinned && <CellFrame ref={pinnedFrame} at={pinned} geometry={geometry} className={classes.pinned} />}
        {hovered && <CellFrame at={hovered} geometry={geometry} className={classes.hovered} />}
      </div>
    </div>
  );
}
