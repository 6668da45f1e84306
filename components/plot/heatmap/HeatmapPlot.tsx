'use client';

import dynamic from 'next/dynamic';
import { startTransition, useMemo, useRef, type MouseEvent, type RefObject } from 'react';
import { useSideScroll } from '../../scroll/use-side-scroll';
import { AxisLabels } from './AxisLabels';
import { CellCanvas } from './CellCanvas';
import { CellMark } from './CellMark';
import { CellPlace } from './CellPlace';
import { CellSurface } from './CellSurface';
import { FramedCell, type FramedCellHandle } from './FramedCell';
import type { Geometry } from './geometry';
import type { HeatmapLink } from './Heatmap';
import { hatchPath, unclearPath } from './hatch';
import type { HoveredCellStore } from './hovered-cell';
import { HoveredFrame } from './HoveredParts';
import { LinkedFrame } from './LinkedFrame';
import type { CellAt } from './move';
import { NumberCanvas } from './NumberCanvas';
import type { HeatmapData } from './panel';
import type { HeatmapScale } from './palette';
import { plotSize } from '../plot-size';
import { hasRoomForNumbers } from './short-number';
import { ShownSelection, type ShownSelectionHandle } from './ShownSelection';
import { usePlotKeys } from './use-plot-keys';
import { useShownCell } from './use-shown-cell';
import type { Tone } from './scale';
import classes from './heatmap.module.css';

/** Few visitors have the bars drawn. */
const MarginBars = dynamic(() => import('./MarginBars').then((module) => module.MarginBars));

/** A cell with a mark. */
export interface MarkedCell {
  readonly at: CellAt;
  /** What the mark stands for, such as `2 comments`. */
  readonly label: string;
  /** Name of the mark as a button, such as `2 comments on L9H9`. */
  readonly name: string;
  readonly onOpen: () => void;
}

interface HeatmapPlotProps extends HeatmapData {
  /** Of the plot; unique on the page. */
  readonly id: string;
  readonly geometry: Geometry;
  readonly limit: number;
  readonly scale: HeatmapScale;
  readonly tone: Tone;
  /** Id of the element that says which cells are largest. */
  readonly describedBy: string;
  readonly hovered: HoveredCellStore;
  readonly pinned: CellAt | null;
  /** The cell that the arrow keys have reached; null while the plot has no focus, or a cell is pinned. */
  readonly cursor: CellAt | null;
  readonly onCursor: (cell: CellAt | null) => void;
  /** The pointer is over this cell, or has left the cells. */
  readonly onHover: (cell: CellAt | null, event: MouseEvent) => void;
  /** A finger has moved to this cell. */
  readonly onTouchRead: (cell: CellAt) => void;
  readonly onPin: (cell: CellAt | null) => void;
  /** If given, a click or Enter opens a cell instead of pinning it. */
  readonly onOpen?: ((cell: CellAt) => void) | undefined;
  /** Where the cursor was, kept while the plot is not shown; left out where it always is. */
  readonly lastCell?: RefObject<CellAt> | undefined;
  /** Moves the focus to what shows the pinned cell in detail. */
  readonly onInspect?: (() => void) | undefined;
  readonly letters: Readonly<Record<string, (cell: CellAt) => void>>;
  readonly selected: readonly CellAt[];
  /** Whether clicks select instead of pinning. */
  readonly isSelecting: boolean;
  /** Cells were clicked with Shift, or a rectangle was drawn; left out where cells cannot be selected. */
  readonly onSelect?: ((cells: readonly CellAt[]) => void) | undefined;
  /** Whether a cell can be selected; by default each can. */
  readonly canSelect?: ((cell: CellAt) => boolean) | undefined;
  readonly marked: readonly MarkedCell[];
  /** Left out for plots that are not linked with others. */
  readonly link?: HeatmapLink | undefined;
  readonly showsValues?: boolean | undefined;
  readonly hasMargins?: boolean | undefined;
}

/** The cells with their axes: one stop of the Tab key. The pointer hovers, pins and selects; so do the keys of `usePlotKeys`. */
export function HeatmapPlot(props: HeatmapPlotProps) {
  const {
    title,
    values,
    skipped,
    unclear,
    isSparse = false,
    rowName,
    rowLabels,
    rowsPerLayer,
    columnName,
    columns,
  } = props;
  const { geometry, limit, scale, tone, describedBy, hovered, cursor, pinned, onHover, onPin } = props;
  const { id, onOpen, selected, isSelecting, canSelect, marked, link, showsValues, hasMargins } = props;
  const isSelectable = props.onSelect !== undefined;
  const { left, top, cellWidth, cellHeight, width, height } = geometry;
  const [rowCount, columnCount] = [rowLabels.length, columns.length];
  const hatching = useMemo(
    () => (skipped ? hatchPath(skipped, columnCount, geometry) : ''),
    [skipped, columnCount, geometry],
  );
  const unclearHatching = useMemo(
    () => (unclear ? unclearPath(unclear, skipped, columnCount, geometry) : ''),
    [unclear, skipped, columnCount, geometry],
  );
  const pinnedPlace = useRef<HTMLDivElement>(null);
  const pinnedAt = pinned && `${pinned.row} ${pinned.column}`;
  const cursorPlace = useRef<HTMLDivElement>(null);
  const cursorAt = cursor && `${cursor.row} ${cursor.column}`;
  const scroll = useSideScroll<HTMLDivElement>();
  const frame = useRef<FramedCellHandle>(null);
  useShownCell(cursorPlace, cursorAt);
  // The cell may have been pinned from an address, a text or the keyboard, while it was out of view.
  useShownCell(pinnedPlace, pinnedAt);
  // The frame answers at once. What shows the cell otherwise follows, and can be interrupted.
  const pin = (cell: CellAt | null): void =>
    startTransition(() => {
      frame.current?.show(cell);
      onPin(cell);
    });
  const selection = useRef<ShownSelectionHandle>(null);
  const select = (cells: readonly CellAt[]): void =>
    startTransition(() => {
      const able = canSelect ? cells.filter(canSelect) : cells;
      selection.current?.toggle(able);
      props.onSelect!(able);
    });
  const onSelect = isSelectable ? select : undefined;
  const onClick = (cell: CellAt | null): void => {
    if (onOpen && cell) onOpen(cell);
    else pin(cell);
  };
  const keys = usePlotKeys({
    ...props,
    rows: rowCount,
    columns: columnCount,
    readPinned: () => frame.current?.read() ?? null,
    onPin: pin,
    onSelect,
  });
  return (
    <div ref={scroll} className={classes.scroll}>
      <div className={classes.plot} style={plotSize(width, height)} data-plot>
        <CellCanvas
          {...{ values, limit, tone, left, top, cellWidth, cellHeight }}
          rows={rowCount}
          columns={columnCount}
          palette={scale}
          isSparse={isSparse}
        />
        {showsValues && scale !== 'roles' && hasRoomForNumbers(cellWidth, cellHeight) && (
          <NumberCanvas
            {...{ values, skipped, limit, tone, left, top, cellWidth, cellHeight }}
            rows={rowCount}
            columns={columnCount}
            palette={scale}
          />
        )}
        <svg
          width={width}
          height={height}
          role="application"
          aria-roledescription="heatmap"
          aria-label={`${title}: ${rowCount} ${rowName}s by ${columnCount} ${columnName}s. Arrow keys read cells, Enter opens one, Escape closes it.${isSelectable ? ' Shift and Enter select it.' : ''}`}
          aria-describedby={describedBy}
          tabIndex={0}
          {...keys}
        >
          {hasMargins && (
            <MarginBars {...{ values, geometry, scale, tone }} rows={rowCount} columns={columnCount} />
          )}
          <AxisLabels {...{ rowName, rowLabels, columnName, columns, rowsPerLayer, geometry }} />
          {hatching !== '' && <path d={hatching} className={classes.hatching} data-testid="hatching" />}
          {unclearHatching !== '' && (
            <path d={unclearHatching} className={classes.unclear} data-testid="unclear" />
          )}
          <CellSurface
            rows={rowCount}
            columns={columnCount}
            {...{ geometry, isSelecting, onSelect, onClick, onHover }}
            onTouchRead={props.onTouchRead}
          />
          <ShownSelection ref={selection} cells={selected} geometry={geometry} />
        </svg>
        {link && <LinkedFrame id={id} locate={link.locate} geometry={geometry} />}
        <div className={classes.ring} style={{ width, height }} data-testid="ring" aria-hidden />
        <FramedCell ref={frame} {...{ pinned, cursor, geometry }} />
        {pinned && <CellPlace ref={pinnedPlace} at={pinned} geometry={geometry} name="pinned" />}
        {cursor && !pinned && <CellPlace ref={cursorPlace} at={cursor} geometry={geometry} name="cursor" />}
        {marked.map((mark) => (
          <CellMark key={`${mark.at.row} ${mark.at.column}`} mark={mark} geometry={geometry} />
        ))}
        <HoveredFrame store={hovered} geometry={geometry} />
      </div>
    </div>
  );
}
