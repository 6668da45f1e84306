'use client';

import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { SweepKind } from '../generated/graphql';
import { Heatmap } from '../heatmap/Heatmap';
import type { ScaleName } from '../heatmap/scale';
import type { Place } from './place';
import { planeOf, sliceName, type PlaneSource, type Slice } from './plane';
import type { PinnedCell } from './view-state';

/** How sweeps are drawn: what facets of one page have in common. */
export interface PlotView {
  readonly limit: number;
  readonly scale: ScaleName;
  readonly unit: string;
  readonly slice: Slice;
  readonly pinned: PinnedCell | null;
  readonly onPin: (change: { pinned: PinnedCell | null }) => void;
}

interface SweepPlotProps extends PlotView {
  readonly kind: SweepKind;
  readonly title: string;
  readonly sweep: PlaneSource;
}

/** A sweep as a heatmap; of one by layer, head and position the slice chosen. */
export function SweepPlot({ kind, title, sweep, slice, pinned, onPin, ...shared }: SweepPlotProps) {
  const plane = useMemo(() => planeOf(sweep, slice), [sweep, slice]);
  const name = `${title}${sliceName(sweep, slice)}`;
  if (!plane) {
    return (
      <Text size="sm" c="dimmed">
        {name}: there is none
      </Text>
    );
  }
  const place: Place | null = pinned?.kind === kind ? pinned : null;
  return (
    <Heatmap
      title={name}
      values={plane.values}
      rowName={plane.rowName}
      rowLabels={plane.rowLabels}
      rowsPerLayer={plane.rowsPerLayer}
      columnName={plane.columnName}
      columnLabels={plane.columnLabels}
      nameOf={plane.nameOf}
      pinned={place && plane.cellOf(place)}
      onPin={(cell) => onPin({ pinned: cell && { kind, ...plane.placeAt(cell) } })}
      {...shared}
    />
  );
}
