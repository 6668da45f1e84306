'use client';

import { useId, useMemo, useRef, useState, type MouseEvent } from 'react';
import { Button } from '@mantine/core';
import { FigureMenu, type FigureContext } from '../figure/FigureMenu';
import { isSameCell } from './find-cell';
import { computeGeometry } from './geometry';
import { HeatmapPlot, type MarkedCell } from './HeatmapPlot';
import type { CellAt } from './move';
import { HATCH_LEGEND, UNCLEAR_LEGEND } from './hatch';
import { describeHatching, heatmapColourBar, heatmapPanel, type HeatmapData } from './panel';
import { placeTip } from './place-tip';
import type { HeatmapScale } from './palette';
import { formatEffect, type Tone } from './scale';
import { ValueTable } from './ValueTable';
import classes from './heatmap.module.css';

/** What neighbouring heatmaps have in common. */
export interface HeatmapStyle {
  /** Half range of the colour scale, shared by neighbouring facets. */
  readonly limit: number;
  readonly scale: HeatmapScale;
  readonly tone: Tone;
  /** Name of the values with their unit, for the colour bar. */
  readonly valueName: string;
  /** Unit of a value that is read out, such as `logits`. */
  readonly unit: string;
  /** Text of a value; by default with its sign and three decimals. */
  readonly formatValue?: ((value: number | null) => string) | undefined;
  readonly figure: FigureContext;
}

export interface HeatmapProps extends HeatmapData, HeatmapStyle {
  readonly nameCell: (cell: CellAt) => string;
  /** Text after the value of a cell that is read out. */
  readonly annotateCell?: (cell: CellAt) => string;
  readonly pinned: CellAt | null;
  readonly onPin: (cell: CellAt | null) => void;
  /** If given, a click or Enter opens a cell instead of pinning it. */
  readonly onOpen?: ((cell: CellAt) => void) | undefined;
  readonly selected?: readonly CellAt[];
  /** Whether clicks select instead of pinning. */
  readonly isSelecting?: boolean;
  /** Cells were selected or, where they are selected already, are to be released. Left out where cells cannot be selected. */
  readonly onSelect?: ((cells: readonly CellAt[]) => void) | undefined;
  /** Selects the cells with the largest effects; offered while cells are being selected. */
  readonly selectTop?: { readonly count: number; readonly onSelect: () => void } | undefined;
  /** Cells with a small mark, which is also read out. */
  readonly marked?: readonly MarkedCell[] | undefined;
  /** Width of a cell in pixels. Default: from the number of columns. */
  readonly cellWidth?: number | undefined;
  /** False for facets that share the row axis of the facet to their left. */
  readonly hasRowAxis?: boolean;
}

const NONE: readonly CellAt[] = [];
const UNMARKED: readonly MarkedCell[] = [];
/** Factor of "Larger cells". */
const ZOOM = 1.8;

/** Values by row and column, layer 0 at the top. Hovering reads a cell; a click or the arrow keys pin it, with Shift they select it. */
export function Heatmap(props: HeatmapProps) {
  const { title, values, skipped, unclear, isSparse, rowName, rowLabels, rowsPerLayer, columnName, columns } =
    props;
  const { nameCell, annotateCell, limit, scale, tone, valueName, unit, figure, pinned, onPin } = props;
  const { cellWidth, hasRowAxis = true, formatValue = formatEffect } = props;
  const { onOpen, selected = NONE, isSelecting = false, onSelect, selectTop, marked = UNMARKED } = props;
  const [hovered, setHovered] = useState<CellAt | null>(null);
  const [isTable, setTable] = useState(false);
  const [zoom, setZoom] = useState(1);
  const tip = useRef<HTMLDivElement>(null);
  const id = useId();
  const data = {
    title,
    values,
    skipped,
    unclear,
    isSparse,
    rowName,
    rowLabels,
    rowsPerLayer,
    columnName,
    columns,
  };
  const geometry = useMemo(
    () => computeGeometry(rowLabels, columns, { rowsPerLayer, zoom, cellWidth, hasRowAxis }),
    [rowLabels, columns, rowsPerLayer, zoom, cellWidth, hasRowAxis],
  );
  const onHover = (cell: CellAt | null, event: MouseEvent): void => {
    setHovered((last) => (isSameCell(last, cell) ? last : cell));
    if (tip.current) placeTip(tip.current, event.clientX, event.clientY);
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
  const views = [
    { label: isTable ? 'Show the plot' : 'Show as a table', onClick: () => setTable(!isTable) },
    { label: zoom > 1 ? 'Smaller cells' : 'Larger cells', onClick: () => setZoom(zoom > 1 ? 1 : ZOOM) },
  ];
  return (
    <figure className={classes.figure} aria-labelledby={id}>
      <figcaption className={classes.caption}>
        <span id={id}>{title}</span>
        <FigureMenu
          name={title}
          makeFigure={() => ({
            title,
            lines: describeHatching(figure.lines, [data]),
            panels: [heatmapPanel(data, limit, scale)],
            colourBar: heatmapColourBar(limit, scale, valueName),
          })}
          fileName={figure.nameFile(title)}
          views={isTable ? views.slice(0, 1) : views}
        />
        {isSelecting && selectTop && (
          <Button
            size="compact-xs"
            variant="light"
            className={classes.top}
            aria-label={`Select the top ${selectTop.count} cells of ${title}`}
            onClick={selectTop.onSelect}
          >
            Top {selectTop.count}
          </Button>
        )}
      </figcaption>
      {isTable ? (
        <ValueTable {...{ title, values, rowName, rowLabels, columnName, columns, formatValue }} />
      ) : (
        <HeatmapPlot
          {...data}
          {...{
            geometry,
            limit,
            scale,
            tone,
            hovered,
            pinned,
            onHover,
            onPin,
            onOpen,
            selected,
            isSelecting,
            onSelect,
            marked,
          }}
          describedBy={`${id}-read`}
        />
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
