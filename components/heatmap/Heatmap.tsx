'use client';

import { useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { AxisLabels } from './AxisLabels';
import { CellCanvas } from './CellCanvas';
import { downloadPlot } from './download-plot';
import { geometryOf, type Geometry } from './geometry';
import { moveBy, type CellAt } from './move';
import { formatEffect, type ScaleName } from './scale';
import { ValueTable } from './ValueTable';
import classes from './heatmap.module.css';

export interface HeatmapProps {
  /** What is shown, for people and screen readers. */
  readonly title: string;
  /** Row-major, [rows, columns]; NaN or null where undefined. */
  readonly values: ArrayLike<number | null>;
  /** What a row is: `layer`, or `head` where a layer has several rows. */
  readonly rowName: string;
  readonly rowLabels: readonly string[];
  /** Rows of one layer, one below the other: 1, or the number of heads. */
  readonly rowsPerLayer?: number;
  /** What a column is: `head`, `position` or `destination`. */
  readonly columnName: string;
  readonly columnLabels: readonly string[];
  /** What a cell is called. */
  readonly nameOf: (cell: CellAt) => string;
  /** Half range of the colour scale, shared by neighbouring facets. */
  readonly limit: number;
  readonly scale: ScaleName;
  /** Unit behind a value in the read-out, such as `logits`. */
  readonly unit?: string;
  readonly pinned: CellAt | null;
  readonly onPin: (cell: CellAt | null) => void;
}

/** How much larger cells are when one looks closer. */
const ZOOM = 1.8;

/** Values by rows and columns, layer 0 at the top: hover to read, click or arrow keys to pin a cell. */
export function Heatmap(props: HeatmapProps) {
  const { title, values, rowName, rowLabels, rowsPerLayer = 1, columnName, columnLabels } = props;
  const { nameOf, limit, scale, unit = '', pinned, onPin } = props;
  const [hovered, setHovered] = useState<CellAt | null>(null);
  const [isTable, setTable] = useState(false);
  const [zoom, setZoom] = useState(1);
  const plot = useRef<SVGSVGElement>(null);
  const id = useId();
  const [rows, columns] = [rowLabels.length, columnLabels.length];
  const geometry = useMemo(
    () => geometryOf(rowLabels, columnLabels, rowsPerLayer, zoom),
    [rowLabels, columnLabels, rowsPerLayer, zoom],
  );
  const { left, top, cellWidth, cellHeight, width, height } = geometry;
  const shown = hovered ?? pinned;

  const cellUnder = (event: MouseEvent<SVGElement>): CellAt | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
  };
  const onMouseMove = (event: MouseEvent<SVGElement>): void => {
    const cell = cellUnder(event);
    setHovered((last) => (last?.row === cell?.row && last?.column === cell?.column ? last : cell));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to =
      event.key === 'Escape' ? null : moveBy(event.key, pinned ?? { row: 0, column: 0 }, rows, columns);
    if (to === null && event.key !== 'Escape') return;
    event.preventDefault();
    onPin(to);
  };
  const download = (type: 'svg' | 'png'): void => {
    if (!plot.current) return;
    downloadPlot(plot.current, { values, columns, limit, scale, geometry }, title, type).catch(reportError);
  };

  return (
    <figure className={classes.figure} aria-labelledby={id}>
      <figcaption className={classes.caption}>
        <span id={id}>{title}</span>
        <button
          type="button"
          className={classes.toggle}
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? 'plot' : 'table'}
        </button>
        {!isTable && (
          <>
            <button
              type="button"
              className={classes.toggle}
              aria-pressed={zoom > 1}
              onClick={() => setZoom(zoom > 1 ? 1 : ZOOM)}
            >
              zoom
            </button>
            {(['svg', 'png'] as const).map((type) => (
              <button
                key={type}
                type="button"
                className={classes.toggle}
                aria-label={`Download ${title} as ${type.toUpperCase()}`}
                onClick={() => download(type)}
              >
                {type}
              </button>
            ))}
          </>
        )}
      </figcaption>
      {isTable ? (
        <ValueTable {...{ title, values, rowName, rowLabels, columnLabels }} />
      ) : (
        <div className={classes.scroll}>
          <div className={classes.plot} style={{ width, height }}>
            <CellCanvas {...{ values, rows, columns, limit, scale, geometry }} />
            <svg
              ref={plot}
              width={width}
              height={height}
              role="application"
              aria-roledescription="heatmap"
              aria-label={`${title}: ${rows} ${rowName}s by ${columns} ${columnName}s. Arrow keys pin a cell, Escape lets it go.`}
              aria-describedby={`${id}-read`}
              tabIndex={0}
              onKeyDown={onKeyDown}
            >
              <AxisLabels {...{ rowLabels, columnLabels, rowsPerLayer, geometry }} />
              {pinned && <PinnedFrame at={pinned} geometry={geometry} />}
              <rect
                data-testid="cells"
                x={left}
                y={top}
                width={columns * cellWidth}
                height={rows * cellHeight}
                fill="transparent"
                onMouseMove={onMouseMove}
                onMouseLeave={() => setHovered(null)}
                onClick={(event) => onPin(cellUnder(event))}
              />
            </svg>
            {hovered && <HoveredFrame at={hovered} geometry={geometry} />}
          </div>
        </div>
      )}
      <output
        id={`${id}-read`}
        className={classes.read}
        data-hovered={hovered ? true : undefined}
        aria-live="polite"
      >
        {shown
          ? `${nameOf(shown)}: ${formatEffect(values[shown.row * columns + shown.column] ?? null)}${unit && ` ${unit}`}`
          : ' '}
      </output>
    </figure>
  );
}

interface FrameProps {
  readonly at: CellAt;
  readonly geometry: Geometry;
}

/** Around a cell: dark within light, so that it is seen on every colour. */
function PinnedFrame({ at, geometry: { left, top, cellWidth, cellHeight } }: FrameProps) {
  const box = {
    x: left + at.column * cellWidth,
    y: top + at.row * cellHeight,
    width: cellWidth,
    height: cellHeight,
  };
  return (
    <g className={classes.pinned}>
      <rect {...box} />
      <rect {...box} />
    </g>
  );
}

/** The same in a layer of its own over the plot: it is moved, and nothing painted anew. */
function HoveredFrame({ at, geometry: { left, top, cellWidth, cellHeight } }: FrameProps) {
  const transform = `translate(${left + at.column * cellWidth}px, ${top + at.row * cellHeight}px)`;
  return <div className={classes.hovered} style={{ transform, width: cellWidth, height: cellHeight }} />;
}
