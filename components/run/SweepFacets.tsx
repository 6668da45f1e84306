'use client';

import { Skeleton, Text } from '@mantine/core';
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { Heatmap } from '../heatmap/Heatmap';
import type { ScaleName } from '../heatmap/scale';
import { axisLabel } from '../tokens/token-text';
import { isHeadKind, KIND_TEXT } from './kinds';
import type { PinnedCell } from './view-state';
import classes from './run.module.css';

/** A finished sweep as it is shown. */
export type ShownSweep = RunView_RunFragment['sweeps'][number] & {
  /** Logit differences, [layer, column]. */
  readonly raw: Float32Array;
  /** Recovery, or change of the logit difference; NaN where undefined. */
  readonly values: Float32Array;
};

interface SweepFacetsProps {
  readonly kinds: readonly SweepKind[];
  readonly sweeps: readonly ShownSweep[];
  /** Whether kinds that are missing will not come any more. */
  readonly isOver: boolean;
  readonly limit: number;
  readonly scale: ScaleName;
  readonly unit: string;
  readonly pinned: PinnedCell | null;
  readonly onPin: (change: { pinned: PinnedCell | null }) => void;
}

/** Heatmaps side by side on one scale; those still to come have their place kept. */
export function SweepFacets({ kinds, sweeps, isOver, pinned, onPin, ...shared }: SweepFacetsProps) {
  return (
    <div className={classes.facets}>
      {kinds.map((kind) => {
        const sweep = sweeps.find((candidate) => candidate.kind === kind);
        const { title } = KIND_TEXT[kind];
        if (!sweep) {
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
        }
        return (
          <Heatmap
            key={kind}
            title={title}
            values={sweep.values}
            rowLabels={sweep.axes[0]!.labels}
            columnLabels={isHeadKind(kind) ? sweep.axes[1]!.labels : sweep.axes[1]!.labels.map(axisLabel)}
            columnName={sweep.axes[1]!.name}
            pinned={pinned?.kind === kind ? pinned : null}
            onPin={(cell) => onPin({ pinned: cell && { kind, ...cell } })}
            {...shared}
          />
        );
      })}
    </div>
  );
}
