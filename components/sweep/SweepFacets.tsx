'use client';

import { SITES } from '../../domain/sites';
import { Skeleton, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { layoutFacets } from '../plot/heatmap/geometry';
import { makePlane } from './plane';
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
  /** Whether the run has ended, so that missing kinds stay missing. */
  readonly isOver: boolean;
}

/** Heatmaps in rows on one colour scale, with placeholders for sweeps that are not finished. */
export function SweepFacets({ kinds, sweeps, isOver, ...view }: SweepFacetsProps) {
  const { ref, width } = useElementSize();
  const first = sweeps.find(({ kind }) => kinds.includes(kind));
  const plane = first && makePlane(first, view.slice, view.positions, view.entry);
  const { perRow, cellWidth } = layoutFacets(
    width,
    kinds.length,
    plane?.columns.length ?? 0,
    plane?.rowLabels ?? [],
  );
  return (
    <div
      ref={ref}
      className={classes.facets}
      style={{ gridTemplateColumns: `repeat(${perRow}, minmax(0, max-content))` }}
    >
      {kinds.map((kind, index) => {
        const sweep = sweeps.find((candidate) => candidate.kind === kind);
        const { title } = SITES[kind];
        if (sweep) {
          // A facet shares the row axis of the facet to its left, unless that one is missing.
          const isFirst = index % perRow === 0 || !sweeps.some((other) => other.kind === kinds[index - 1]);
          return (
            <SweepPlot
              key={kind}
              kind={kind}
              title={title}
              sweep={sweep}
              cellWidth={cellWidth}
              hasRowAxis={isFirst}
              {...view}
            />
          );
        }
        return isOver ? (
          <Text key={kind} size="sm" c="dimmed">
            {title}: not computed
          </Text>
        ) : (
          <div key={kind} role="status" aria-label={`${title}: being computed`}>
            <Text size="sm" fw={600} c="dimmed" mb={4}>
              {title}
            </Text>
            <Skeleton height={160} width={220} />
          </div>
        );
      })}
    </div>
  );
}
