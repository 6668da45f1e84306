'use client';

import { SITES } from '../../domain/sites';
import { Skeleton, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { computeGeometry, hasSquareCells, layoutFacets, type Geometry } from '../plot/heatmap/geometry';
import { findLimit } from '../plot/heatmap/scale';
import { useRowWidth } from '../plot/use-row-width';
import { makePlaceholder, type ModelSizes } from './placeholder';
import { makePlane } from './plane';
import { NO_CELLS, pickSelection } from './selecting';
import { SweepPlot, type PlotView } from './SweepPlot';
import classes from './sweep.module.css';

/** A finished sweep with the values that are shown. */
export type ShownSweep = Omit<RunView_RunFragment['sweeps'][number], 'unpatched'> & {
  /** Raw values of the metric, row-major in the sweep's shape. */
  readonly raw: Float32Array;
  /** Recovery, change, the raw value itself, or the code of a role; NaN where undefined. */
  readonly values: Float32Array;
  /** What is read out after the value of a cell; null for nothing. */
  readonly note?: ((index: number) => string) | null;
  /** One byte for each cell: 0 where it equals the base run by causality and was not computed. */
  readonly computed: Uint8Array;
  /** One byte for each cell: 1 where it is not distinguishable from 0. Left out where that is not shown. */
  readonly unclear?: Uint8Array;
};

interface SweepFacetsProps extends PlotView {
  readonly kinds: readonly SweepKind[];
  readonly sweeps: readonly ShownSweep[];
  readonly model: ModelSizes;
  /** Whether the run has ended, so that missing kinds stay missing. */
  readonly isOver: boolean;
  /** Whether each plot has a colour scale of its own. */
  readonly hasOwnScales: boolean;
}

/** Heatmaps in rows that fill the width, with places of the same size for sweeps that are not finished. */
export function SweepFacets(props: SweepFacetsProps) {
  const {
    kinds,
    sweeps,
    model,
    isOver,
    hasOwnScales,
    hasMargins = false,
    slice,
    positions,
    entry,
    pinned,
    selection = NO_CELLS,
    ...view
  } = props;
  const { ref, width } = useRowWidth();
  const first = sweeps.find(({ kind }) => kinds.includes(kind));
  const plane = useMemo(
    () =>
      first
        ? makePlane(first, slice, positions, entry)
        : makePlaceholder(kinds[0]!, model, positions, slice, entry),
    [first, kinds, model, slice, positions, entry],
  );
  const { perRow, cellWidth, cellHeight } = layoutFacets(
    width,
    kinds.length,
    plane?.columns.length ?? 0,
    plane?.rowLabels ?? [],
    plane ? { isSquare: hasSquareCells(plane), rowsPerLayer: plane.rowsPerLayer, hasMargins } : {},
  );
  // A facet shares the row axis of the facet to its left.
  const isFirst = (index: number): boolean => index % perRow === 0;
  return (
    <div
      ref={ref}
      className={classes.facets}
      style={{ gridTemplateColumns: `repeat(${perRow}, minmax(0, max-content))` }}
    >
      {kinds.map((kind, index) => {
        const sweep = sweeps.find((candidate) => candidate.kind === kind);
        const { title } = SITES[kind];
        if (sweep)
          return (
            <SweepPlot
              key={kind}
              {...{ kind, title, sweep, slice, positions, entry, cellWidth, cellHeight, hasMargins }}
              hasRowAxis={isFirst(index)}
              hasOwnScale={hasOwnScales}
              {...view}
              pinned={pinned?.kind === kind ? pinned : null}
              selection={pickSelection(selection, [kind])}
              limit={hasOwnScales ? findLimit([sweep.values]) : view.limit}
            />
          );
        if (isOver)
          return (
            <Text key={kind} size="sm" c="dimmed">
              {title}: not computed
            </Text>
          );
        const { rowLabels = [], columns = [], rowsPerLayer = 1 } = plane ?? {};
        const options = { rowsPerLayer, cellWidth, cellHeight, hasRowAxis: isFirst(index), hasMargins };
        return (
          <Place
            key={kind}
            title={title}
            rows={rowLabels.length}
            geometry={computeGeometry(rowLabels, columns, options)}
          />
        );
      })}
    </div>
  );
}

interface PlaceProps {
  readonly title: string;
  readonly rows: number;
  readonly geometry: Geometry;
}

/** The place of a heatmap that is being computed. */
function Place({ title, rows, geometry }: PlaceProps) {
  const { left, top, width, height, cellHeight } = geometry;
  return (
    <div role="status" aria-label={`${title}: being computed`} className={classes.place} style={{ width }}>
      <Text fw={600} c="dimmed" className={classes.placeTitle}>
        {title}
      </Text>
      <div style={{ height, paddingLeft: left, paddingTop: top }}>
        <Skeleton height={Math.max(40, rows * cellHeight)} width="100%" radius={2} />
      </div>
      {/* As high as the line that reads out the pinned cell. */}
      <div className={classes.placeRead} />
    </div>
  );
}
