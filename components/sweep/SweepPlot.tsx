'use client';

import { parseCellParameter, type Coordinates } from '../../domain/cell';
import { Text } from '@mantine/core';
import { memo, useMemo } from 'react';
import { useDiscussion } from '../discussion/discussion-context';
import { describeCommentCount } from '../discussion/subject';
import type { SweepKind } from '../generated/graphql';
import { Heatmap, type HeatmapStyle } from '../plot/heatmap/Heatmap';
import type { CellAt } from '../plot/heatmap/move';
import type { EntrySlice } from './entry-slice';
import { findIndex } from './place';
import { makePlane, sliceName, type PlaneSource, type Positions, type Slice } from './plane';
import { listSelected, NO_CELLS, rankCells, type Selecting } from './selecting';
import type { PinnedCell } from './view-state';

/** What the facets of a section have in common. */
export interface PlotView extends HeatmapStyle {
  readonly slice: Slice;
  readonly entry: EntrySlice | null;
  readonly positions: Positions;
  readonly pinned: PinnedCell | null;
  readonly onPin: (change: { pinned: PinnedCell | null }) => void;
  /** Moves the focus to the inspector; left out where there is none. */
  readonly onInspect?: (() => void) | undefined;
  /** Left out where cells cannot be selected. */
  readonly selecting?: Selecting | undefined;
  /** Cells that are to be patched together. */
  readonly selection?: readonly PinnedCell[] | undefined;
}

interface SweepPlotProps extends PlotView {
  readonly kind: SweepKind;
  readonly title: string;
  readonly sweep: PlaneSource & {
    /** What is read out after the value of a cell; null for nothing. */
    readonly note?: ((index: number) => string) | null;
    /** Values of the metric, by which the largest effects are found. */
    readonly raw?: Float32Array;
  };
  readonly cellWidth?: number | undefined;
  readonly cellHeight?: number | undefined;
  readonly hasRowAxis?: boolean;
  /** Whether the colour scale is this plot's own. */
  readonly hasOwnScale?: boolean;
}

/** A sweep as a heatmap; for a sweep of more than two axes, the chosen slice. Renders only when something of it has changed. */
export const SweepPlot = memo(function SweepPlot(props: SweepPlotProps) {
  const {
    kind,
    title,
    sweep,
    slice,
    entry,
    positions,
    pinned,
    onPin,
    selecting,
    selection = NO_CELLS,
    ...style
  } = props;
  const plane = useMemo(() => makePlane(sweep, slice, positions, entry), [sweep, slice, positions, entry]);
  const selectTop = useMemo(() => {
    const { raw } = sweep;
    if (!selecting || !raw || !plane) return undefined;
    return {
      count: selecting.topCount,
      onSelect: () => selecting.onAdd(rankCells({ ...sweep, kind, raw }, plane, selecting)),
    };
  }, [kind, sweep, plane, selecting]);
  const discussion = useDiscussion();
  const name = `${title}${sliceName(sweep, slice, positions, entry)}`;
  if (!plane) {
    return (
      <Text size="sm" c="dimmed">
        {name}: not available for this sweep
      </Text>
    );
  }
  const place: Coordinates | null = pinned?.kind === kind ? pinned : null;
  const { note } = sweep;
  const annotateCell = note
    ? (cell: { row: number; column: number }) => note(findIndex(sweep, plane.placeAt(cell))!)
    : null;
  const select = (cells: readonly CellAt[]): void =>
    selecting?.onSelect(cells.map((cell): PinnedCell => ({ kind, ...plane.placeAt(cell) })));
  const marked = discussion?.counts.commentedCells.flatMap(({ cell: address, count }) => {
    const cell = parseCellParameter(address);
    const at = cell?.kind === kind ? plane.findCell(cell) : null;
    if (!at) return [];
    const label = describeCommentCount(count);
    const open = (): void => discussion.open({ type: 'cell', cell: address });
    return [{ at, label, name: `${label} on ${plane.nameCell(at)}`, onOpen: open }];
  });
  return (
    <Heatmap
      title={name}
      values={plane.values}
      skipped={plane.skipped}
      unclear={plane.unclear}
      isSparse={plane.isSparse}
      rowName={plane.rowName}
      rowLabels={plane.rowLabels}
      rowsPerLayer={plane.rowsPerLayer}
      columnName={plane.columnName}
      columns={plane.columns}
      nameCell={plane.nameCell}
      speakCell={plane.speakCell}
      link={plane}
      {...(annotateCell && { annotateCell })}
      pinned={place && plane.findCell(place)}
      marked={marked}
      onPin={(cell) => onPin({ pinned: cell && { kind, ...plane.placeAt(cell) } })}
      {...(selecting && {
        selected: listSelected(selection, kind, plane),
        isSelecting: selecting.isOn,
        onSelect: select,
        canSelect: plane.isOneCell,
        selectTop,
      })}
      {...style}
    />
  );
});
