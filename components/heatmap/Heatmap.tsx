'use client';

import { memo, useId, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { colourOf, formatEffect, type ScaleName } from './scale';
import { downloadPlot } from './download-plot';
import { moveBy, type CellAt } from './move';
import classes from './heatmap.module.css';

export interface HeatmapProps {
  /** What is shown, for people and screen readers. */
  readonly title: string;
  /** Row-major, [layer, column]; NaN or null where undefined. */
  readonly values: ArrayLike<number | null>;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  /** What columns are: `head` or `position`. */
  readonly columnName: string;
  /** Half range of the colour scale, shared by neighbouring facets. */
  readonly limit: number;
  readonly scale: ScaleName;
  /** Unit behind a value in the read-out, such as `logits`. */
  readonly unit?: string;
  readonly pinned: CellAt | null;
  readonly onPin: (cell: CellAt | null) => void;
}

const LEFT = 26;
const TOP = 4;
/** How much larger cells are when one looks closer. */
const ZOOM = 1.8;

/** Layers by positions or heads: layer 0 at the top; hover to read, click or arrow keys to pin a cell. */
export function Heatmap(props: HeatmapProps) {
  const {
    title,
    values,
    rowLabels,
    columnLabels,
    columnName,
    limit,
    scale,
    unit = '',
    pinned,
    onPin,
  } = props;
  const [hovered, setHovered] = useState<CellAt | null>(null);
  const [isTable, setTable] = useState(false);
  const [zoom, setZoom] = useState(1);
  const plot = useRef<SVGSVGElement>(null);
  const id = useId();
  const [rows, columns] = [rowLabels.length, columnLabels.length];
  const fitting = cellSize(rows, columns);
  const cell = { width: fitting.width * zoom, height: fitting.height * zoom };
  const isHeads = columnName === 'head';
  const bottom = isHeads ? 20 : 12 + 6.2 * Math.max(...columnLabels.map((label) => label.length));
  const [width, height] = [LEFT + columns * cell.width + 4, TOP + rows * cell.height + bottom];
  const shown = hovered ?? pinned;

  const cellUnder = (event: MouseEvent<SVGElement>): CellAt | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to =
      event.key === 'Escape' ? null : moveBy(event.key, pinned ?? { row: 0, column: 0 }, rows, columns);
    if (to === null && event.key !== 'Escape') return;
    event.preventDefault();
    onPin(to);
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
                onClick={() => {
                  if (plot.current) downloadPlot(plot.current, title, type).catch(reportError);
                }}
              >
                {type}
              </button>
            ))}
          </>
        )}
      </figcaption>
      {isTable ? (
        <ValueTable {...props} />
      ) : (
        <div className={classes.scroll}>
          <svg
            ref={plot}
            width={width}
            height={height}
            role="application"
            aria-roledescription="heatmap"
            aria-label={`${title}: ${rows} layers by ${columns} ${columnName}s. Arrow keys pin a cell, Escape lets it go.`}
            aria-describedby={`${id}-read`}
            tabIndex={0}
            onKeyDown={onKeyDown}
            className={classes.plot}
          >
            <Cells {...{ values, columns, limit, scale }} cellWidth={cell.width} cellHeight={cell.height} />
            <Labels
              {...{ rowLabels, columnLabels, isHeads }}
              cellWidth={cell.width}
              cellHeight={cell.height}
            />
            {[pinned, hovered].map(
              (at, index) =>
                at && (
                  <rect
                    key={index === 0 ? 'pinned' : 'hovered'}
                    className={index === 0 ? classes.pinned : classes.hovered}
                    x={LEFT + at.column * cell.width}
                    y={TOP + at.row * cell.height}
                    width={cell.width}
                    height={cell.height}
                  />
                ),
            )}
            <rect
              data-testid="cells"
              x={LEFT}
              y={TOP}
              width={columns * cell.width}
              height={rows * cell.height}
              fill="transparent"
              onMouseMove={(event) => setHovered(cellUnder(event))}
              onMouseLeave={() => setHovered(null)}
              onClick={(event) => onPin(cellUnder(event))}
            />
          </svg>
        </div>
      )}
      <output id={`${id}-read`} className={classes.read} aria-live="polite">
        {shown
          ? `${cellName(shown, columnLabels, isHeads)}: ${formatEffect(values[shown.row * columns + shown.column] ?? null)}${unit && ` ${unit}`}`
          : ' '}
      </output>
    </figure>
  );
}

/** `L9H9` for a head, `layer 9 at ·John 10` for a position. */
export function cellName({ row, column }: CellAt, columnLabels: readonly string[], isHeads: boolean): string {
  return isHeads ? `L${row}H${column}` : `layer ${row} at ${columnLabels[column]}`;
}

/** Cells shrink where there are many, so that long prompts scroll rather than vanish. */
function cellSize(rows: number, columns: number): { width: number; height: number } {
  return { width: columns > 32 ? 13 : columns > 18 ? 18 : 24, height: rows > 24 ? 12 : rows > 8 ? 18 : 24 };
}

interface CellsProps {
  readonly values: ArrayLike<number | null>;
  readonly columns: number;
  readonly limit: number;
  readonly scale: ScaleName;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** Memoised, so that moving the pointer redraws a frame around one cell and nothing else. */
const Cells = memo(function Cells({ values, columns, limit, scale, cellWidth, cellHeight }: CellsProps) {
  return (
    <g shapeRendering="crispEdges">
      {Array.from(values, (value, index) => (
        <rect
          key={index}
          x={LEFT + (index % columns) * cellWidth}
          y={TOP + Math.floor(index / columns) * cellHeight}
          width={cellWidth}
          height={cellHeight}
          fill={colourOf(value, limit, scale)}
        />
      ))}
    </g>
  );
});

interface LabelsProps {
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly isHeads: boolean;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

const Labels = memo(function Labels({
  rowLabels,
  columnLabels,
  isHeads,
  cellWidth,
  cellHeight,
}: LabelsProps) {
  const below = TOP + rowLabels.length * cellHeight;
  return (
    <g className={classes.labels} aria-hidden>
      {rowLabels.map((label, row) => (
        <text
          key={row}
          x={LEFT - 5}
          y={TOP + (row + 0.5) * cellHeight}
          textAnchor="end"
          dominantBaseline="central"
        >
          {label}
        </text>
      ))}
      {columnLabels.map((label, column) => {
        const x = LEFT + (column + 0.5) * cellWidth;
        return isHeads ? (
          <text key={column} x={x} y={below + 13} textAnchor="middle">
            {label}
          </text>
        ) : (
          <text
            key={column}
            transform={`translate(${x} ${below + 6}) rotate(-90)`}
            textAnchor="end"
            dominantBaseline="central"
          >
            {label}
          </text>
        );
      })}
    </g>
  );
});

function ValueTable({ title, values, rowLabels, columnLabels }: HeatmapProps) {
  const columns = columnLabels.length;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">layer</th>
            {columnLabels.map((label, column) => (
              <th key={column} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowLabels.map((label, row) => (
            <tr key={row}>
              <th scope="row">{label}</th>
              {columnLabels.map((_, column) => (
                <td key={column}>{formatEffect(values[row * columns + column] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
