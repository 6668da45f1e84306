'use client';

import { Skeleton, Text } from '@mantine/core';
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { KIND_TEXT } from './kinds';
import { SweepPlot, type PlotView } from './SweepPlot';
import classes from './run.module.css';

/** A finished sweep as it is shown. */
export type ShownSweep = RunView_RunFragment['sweeps'][number] & {
  /** Logit differences, row-major in the sweep's shape. */
  readonly raw: Float32Array;
  /** Recovery, or change of the logit difference; NaN where undefined. */
  readonly values: Float32Array;
};

interface SweepFacetsProps extends PlotView {
  readonly kinds: readonly SweepKind[];
  readonly sweeps: readonly ShownSweep[];
  /** Whether kinds that are missing will not come any more. */
  readonly isOver: boolean;
}

/** Heatmaps side by side on one scale; those still to come have their place kept. */
export function SweepFacets({ kinds, sweeps, isOver, ...view }: SweepFacetsProps) {
  return (
    <div className={classes.facets}>
      {kinds.map((kind) => {
        const sweep = sweeps.find((candidate) => candidate.kind === kind);
        const { title } = KIND_TEXT[kind];
        if (sweep) return <SweepPlot key={kind} kind={kind} title={title} sweep={sweep} {...view} />;
        return isOver ? (
          <Text key={kind} size="sm" c="dimmed">
            {title}: not computed
          </Text>
        ) : (
          <div key={kind} role="status" aria-label={`${title}: being computed`}>
            <Text size="sm" fw={600} c="dimmed" mb={4}>
              {title}
            </Text>
            <Skeleton height={160} width={280} />
          </div>
        );
      })}
    </div>
  );
}
