'use client';

import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { FigureMenu, type FigureContext } from '../figure/FigureMenu';
import { AxisLabels } from './AxisLabels';
import { CellCanvas } from './CellCanvas';
import { geometryOf, type Geometry } from './geometry';
import { moveBy, type CellAt } from './move';
import { heatmapColourBar, heatmapPanel, type HeatmapData } from './panel';
import { formatEffect, type ScaleName, type Tone } from './scale';
import { ValueTable } from './ValueTable';
import classes from './heatmap.module.css';

/** How neighbouring heatmaps look alike. */
export interface HeatmapStyle {
  /** Half range of the colour scale, shared by neighbouring facets. */
  readonly limit: number;
  readonly scale: ScaleName;
  readonly tone: Tone;
  /** What values are, with their unit, as the colour bar says it. */
  readonly valueName: string;
  /** Unit behind a value in the read-out, such as `logits`. */
  readonly unit: string;
  readonly figure: FigureContext;
}

export interface HeatmapProps extends HeatmapData, HeatmapStyle {
  /** What a cell is called. */
  readonly nameOf: (cell: CellAt) => string;
  /** More about a cell, behind its value in the read-out. */
  readonly noteOf?: (cell: CellAt) => string;
  readonly pinned: CellAt | null;
  readonly onPin: (cell: CellAt | null) => void;
  /** Width of a cell in pixels; as wide as the number of columns suggests when not given. */
  readonly cellWidth?: number | undefined;
  /** False for facets that share the row axis of the one to their left. */
  readonly hasRowAxis?: boolean;
}

/** How much larger cells are when one looks closer. */
const ZOOM = 1.8;
/** Distance between the pointer and what it reads, in pixels. */
const TIP_DISTANCE = 14;

/** Values by rows and columns, layer 0 at the top: hover to read, click or arrow keys to pin a cell. */
export function Heatmap(props: HeatmapProps) {
  const { title, values, rowName, rowLabels, rowsPerLayer, columnName, columns } = props;
  const { nameOf, noteOf, limit, scale, tone, valueName, unit, figure, pinned, onPin } = props;
  const { cellWidth: wantedWidth, hasRowAxis = true } = props;
  const [hovered, setHovered] = useState<CellAt | null>(null);
  const [isTable, setTable] = useState(false);
  const [zoom, setZoom] = useState(1);
  const tip = useRef<HTMLDivElement>(null);
  const pinnedFrame = useRef<HTMLDivElement>(null);
  const id = useId();
  const [rowCount, columnCount] = [rowLabels.length, columns.length];
  const geometry = useMemo(
    () => geometryOf(rowLabels, columns, { rowsPerLayer, zoom, cellWidth: wantedWidth, hasRowAxis }),
    [rowLabels, columns, rowsPerLayer, zoom, wantedWidth, hasRowAxis],
  );
  const { left, top, cellWidth, cellHeight, width, height } = geometry;

  const pinnedAt = pinned && !isTable ? `${pinned.row} ${pinned.column}` : null;
  useEffect(() => {
    if (pinnedAt === null) return;
    // Wherever the cell was pinned from (an address, a text, the keyboard), it is brought into sight.
    pinnedFrame.current?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [pinnedAt]);

  const cellUnder = (event: MouseEvent<SVGElement>): CellAt | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * columnCount);
    const row = Math.floor(((event.clientY - box.top) / box.height) * rowCount);
    return row >= 0 && row < rowCount && column >= 0 && column < columnCount ? { row, column } : null;
  };
  const onMouseMove = (event: MouseEvent<SVGElement>): void => {
    const cell = cellUnder(event);
    setHovered((last) => (last?.row === cell?.row && last?.column === cell?.column ? last : cell));
    if (tip.current) placeTip(tip.current, event.clientX, event.clientY);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const from = pinned ?? { row: 0, column: 0 };
    const to = event.key === 'Escape' ? null : moveBy(event.key, from, rowCount, columnCount, rowsPerLayer);
    if (to === null && event.key !== 'Escape') return;
    event.preventDefault();
    onPin(to);
  };
  const read = (cell: CellAt): string => {
    const value = formatEffect(values[cell.row * columnCount + cell.column] ?? null);
    return `${nameOf(cell)}: ${value}${unit && ` ${unit}`}${noteOf ? `, ${noteOf(cell)}` : ''}`;
  };
  const makeFigure = () => ({
    title,
    lines: figure.lines,
    panels: [
      heatmapPanel({ title, values, rowName, rowLabels, rowsPerLayer, columnName, columns }, limit, scale),
    ],
    colourBar: heatmapColourBar(limit, scale, valueName),
  });

  return (
    <figure className={classes.figure} aria-labelledby={id}>
      <figcaption className={classes.caption}>
        <span id={id}>{title}</span>
        <FigureMenu
          name={title}
          makeFigure={makeFigure}
          fileName={figure.nameFile(title)}
          views={[
            { label: isTable ? 'Show the plot' : 'Show as a table', onClick: () => setTable(!isTable) },
            ...(isTable
              ? []
              : [
                  {
                    label: zoom > 1 ? 'Smaller cells' : 'Larger cells',
                    onClick: () => setZoom(zoom > 1 ? 1 : ZOOM),
                  },
                ]),
          ]}
        />
      </figcaption>
      {isTable ? (
        <ValueTable {...{ title, values, rowName, rowLabels, columnName, columns }} />
      ) : (
        <div className={classes.scroll}>
          <div className={classes.plot} style={{ width, height }}>
            <CellCanvas
              {...{ values, limit, tone, left, top, cellWidth, cellHeight }}
              rows={rowCount}
              columns={columnCount}
              palette={scale}
            />
            <svg
              width={width}
              height={height}
              role="application"
              aria-roledescription="heatmap"
              aria-label={`${title}: ${rowCount} ${rowName}s by ${columnCount} ${columnName}s. Arrow keys pin a cell, Escape releases it.`}
              aria-describedby={`${id}-read`}
              tabIndex={0}
              onKeyDown={onKeyDown}
            >
              <AxisLabels {...{ rowName, rowLabels, columnName, columns, rowsPerLayer, geometry }} />
              <rect
                data-testid="cells"
                x={left}
                y={top}
                width={columnCount * cellWidth}
                height={rowCount * cellHeight}
                className={classes.surface}
                onMouseMove={onMouseMove}
                onMouseLeave={() => setHovered(null)}
                onClick={(event) => onPin(cellUnder(event))}
              />
            </svg>
            {pinned && <Frame ref={pinnedFrame} at={pinned} geometry={geometry} className={classes.pinned} />}
            {hovered && <Frame at={hovered} geometry={geometry} className={classes.hovered} />}
          </div>
        </div>
      )}
      <div ref={tip} className={classes.tip} hidden={hovered === null} aria-hidden>
        {hovered && read(hovered)}
      </div>
      <output id={`${id}-read`} className={classes.read} aria-live="polite">
        {pinned ? read(pinned) : ' '}
      </output>
    </figure>
  );
}

/** Beside the pointer, on the side where there is room; moved without rendering. */
function placeTip(tip: HTMLElement, x: number, y: number): void {
  const isRight = x > window.innerWidth - 260;
  const isBelow = y > window.innerHeight - 60;
  tip.style.left = isRight ? 'auto' : `${x + TIP_DISTANCE}px`;
  tip.style.right = isRight ? `${window.innerWidth - x + TIP_DISTANCE}px` : 'auto';
  tip.style.top = isBelow ? 'auto' : `${y + TIP_DISTANCE}px`;
  tip.style.bottom = isBelow ? `${window.innerHeight - y + TIP_DISTANCE}px` : 'auto';
}

interface FrameProps {
  readonly ref?: React.Ref<HTMLDivElement>;
  readonly at: CellAt;
  readonly geometry: Geometry;
  readonly className: string | undefined;
}

/** Around a cell, in a layer of its own over the plot: it is moved, and nothing painted anew. */
function Frame({ ref, at, geometry: { left, top, cellWidth, cellHeight }, className }: FrameProps) {
  const transform = `translate(${left + at.column * cellWidth}px, ${top + at.row * cellHeight}px)`;
  return (
    <div
      ref={ref}
      className={className}
      data-pinned-cell={ref ? true : undefined}
      style={{ transform, width: cellWidth, height: cellHeight }}
    />
  );
}
