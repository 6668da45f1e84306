'use client';

import dynamic from 'next/dynamic';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { FigureContext } from '../figure/FigureMenu';
import type { HoverPlace } from '../linked/hover-store';
import { computeGeometry } from './geometry';
import { HeatmapCaption, type HeatmapShownAs, type SelectTop } from './HeatmapCaption';
import type { MarkedCell } from './HeatmapPlot';
import { HeatmapView } from './HeatmapView';
import { Legend } from './Legend';
import type { CellBox } from './LinkedFrame';
import type { CellAt } from './move';
import type { HeatmapData } from './panel';
import type { HeatmapScale } from './palette';
import type { Tone } from './scale';
import classes from './heatmap.module.css';

const LargestTable = dynamic(() => import('./LargestTable').then((module) => module.LargestTable));
const ValueTable = dynamic(() => import('./ValueTable').then((module) => module.ValueTable));
const MaximisedHeatmap = dynamic(() =>
  import('./MaximisedHeatmap').then((module) => module.MaximisedHeatmap),
);

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
  /** Whether values are written into cells that have room. */
  readonly showsValues?: boolean | undefined;
  /** Whether means of rows and columns are drawn as bars. */
  readonly hasMargins?: boolean | undefined;
}

/** What cells stand for, so that plots are linked. */
export interface HeatmapLink {
  readonly placeAt: (cell: CellAt) => HoverPlace;
  readonly locate: (place: HoverPlace) => CellBox | null;
}

export interface HeatmapProps extends HeatmapData, HeatmapStyle {
  readonly nameCell: (cell: CellAt) => string;
  /** Names a cell for speech; `nameCell` with its signs as words when left out. */
  readonly speakCell?: ((cell: CellAt) => string) | undefined;
  /** Text after the value of a cell that is read out. */
  readonly annotateCell?: (cell: CellAt) => string;
  readonly pinned: CellAt | null;
  readonly onPin: (cell: CellAt | null) => void;
  /** If given, a click or Enter opens a cell instead of pinning it. */
  readonly onOpen?: ((cell: CellAt) => void) | undefined;
  /** Moves the focus to what shows the pinned cell in detail. */
  readonly onInspect?: (() => void) | undefined;
  readonly selected?: readonly CellAt[];
  /** Whether clicks select instead of pinning. */
  readonly isSelecting?: boolean;
  /** Cells were selected or, where they are selected already, are to be released. Left out where cells cannot be selected. */
  readonly onSelect?: ((cells: readonly CellAt[]) => void) | undefined;
  /** Whether a cell can be selected; by default each can. */
  readonly canSelect?: ((cell: CellAt) => boolean) | undefined;
  /** Selects the cells with the largest effects; offered while cells are being selected. */
  readonly selectTop?: SelectTop | undefined;
  /** Cells with a small mark, which is also read out. */
  readonly marked?: readonly MarkedCell[] | undefined;
  /** Size of a cell in pixels. Default: from the numbers of columns and rows. */
  readonly cellWidth?: number | undefined;
  readonly cellHeight?: number | undefined;
  /** False for facets that share the row axis of the facet to their left. */
  readonly hasRowAxis?: boolean;
  /** Left out for plots that are not linked with others. */
  readonly link?: HeatmapLink | undefined;
  /** Whether the plot has a colour bar of its own, because its limit differs from those of its neighbours. */
  readonly hasOwnScale?: boolean | undefined;
}

/** Values by row and column, layer 0 at the top. Hovering or the arrow keys read a cell; a click or Enter pins it, with Shift they select it. */
export function Heatmap(props: HeatmapProps) {
  const { title, rowLabels, rowsPerLayer, columns, limit, scale, tone, valueName, figure } = props;
  const {
    cellWidth,
    cellHeight,
    hasRowAxis = true,
    isSelecting = false,
    selectTop,
    hasMargins = false,
  } = props;
  const [view, setView] = useState<HeatmapShownAs>('plot');
  const [isMaximised, setMaximised] = useState(false);
  const id = useId();
  const geometry = useMemo(
    () =>
      computeGeometry(rowLabels, columns, { rowsPerLayer, cellWidth, cellHeight, hasRowAxis, hasMargins }),
    [rowLabels, columns, rowsPerLayer, cellWidth, cellHeight, hasRowAxis, hasMargins],
  );
  const element = useRef<HTMLElement>(null);
  const takesFocus = useRef(false);
  const lastCell = useRef<CellAt>({ row: 0, column: 0 });
  useEffect(() => {
    if (view !== 'plot' || !takesFocus.current) return;
    takesFocus.current = false;
    element.current?.querySelector<SVGElement>('[role=application]')?.focus();
  }, [view]);
  const showAs = useCallback((wanted: HeatmapShownAs): void => {
    takesFocus.current = wanted === 'plot';
    setView(wanted);
  }, []);
  const showPlot = (): void => showAs('plot');
  const maximise = useCallback((): void => setMaximised(true), []);
  const isPlot = view === 'plot';
  const open = (cell: CellAt): void => {
    showPlot();
    if (props.onOpen) props.onOpen(cell);
    else props.onPin(cell);
  };
  return (
    <figure ref={element} className={classes.figure} aria-labelledby={id}>
      <HeatmapCaption
        {...{ id, title, limit, scale, valueName, figure, rowLabels, rowsPerLayer, columns }}
        values={props.values}
        skipped={props.skipped}
        unclear={props.unclear}
        isSparse={props.isSparse}
        rowName={props.rowName}
        columnName={props.columnName}
        shownAs={view}
        onShowAs={showAs}
        onMaximise={maximise}
        selectTop={isSelecting ? selectTop : undefined}
      />
      {props.hasOwnScale && <Legend {...{ limit, scale, tone }} label="" />}
      {view === 'table' && <ValueTable {...props} />}
      {view === 'largest' && <LargestTable {...props} onChoose={open} onClose={showPlot} />}
      {isPlot && (
        <HeatmapView
          {...props}
          {...{ id, geometry, lastCell }}
          letters={{ m: maximise, t: () => showAs('largest') }}
        />
      )}
      {isMaximised && (
        <MaximisedHeatmap {...props} id={`${id}-maximised`} onClose={() => setMaximised(false)} />
      )}
    </figure>
  );
}
