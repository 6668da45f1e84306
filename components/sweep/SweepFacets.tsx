'use client';

import { SITES } from '../../domain/sites';
import { Skeleton, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { layoutFacets } from '../plot/heatmap/geometry';
import { makePlane } from './plane';
import { SweepPlot, type PlotView } from './SweepPlot';
import classes from './sweep.module.css';

/** A finished sweep as it is shown. */
export type ShownSweep = RunView_RunFragment['sweeps'][number] & {
  /** Logit differences, row-major in the sweep's shape. */
  readonly raw: Float32Array;
  /** Recovery, change of the logit difference, or the logit difference itself; NaN where undefined. */
  readonly values: Float32Array;
};

interface SweepFacetsProps extends PlotView {
  readonly kinds: readonly SweepKind[];
  readonly sweeps: readonly ShownSweep[];
  /** Whether kinds that are missing will not come any more. */
  readonly isOver: boolean;
}

/** Heatmaps side by side on one scale and one row axis; those still to come have their place kept. */
export function SweepFacets({ kinds, sweeps, isOver, ...view }: SweepFacetsProps) {
  const { ref, width } = useElementSize();
  const first = sweeps.find(({ kind }) => kinds.includes(kind));
  const plane = first && makePlane(first, view.slice, view.positions);
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
          // Facets to the right share the row axis; below a missing one there is none to share.
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
