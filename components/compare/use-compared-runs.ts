'use client';

import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import {
  RunValuesDocument,
  type Compare_RunFragment,
  type Direction,
  type Metric,
  type RunValuesQueryVariables,
} from '../generated/graphql';
import type { GapSource } from '../sweep/effects';
import { DEFAULT_METRIC } from '../sweep/metrics';
import type { ViewState } from '../sweep/view-state';

/** The compared part of a run: its sweeps in one direction and one metric. */
export interface ComparedRun {
  readonly direction: Direction;
  readonly metric: Metric;
  readonly pairs: Compare_RunFragment['pairs'];
  /** Names of the steps of position axes; none for positions by index. */
  readonly roles: readonly string[];
  /** All metrics of the run. */
  readonly metrics: readonly Metric[];
  /** The metric of the unpatched runs; null before it is known. */
  readonly unpatched: GapSource | null;
  /** The request for values that did not come with the page; null for none. */
  readonly valuesRequest: RunValuesQueryVariables | null;
  readonly sweeps: readonly (Omit<Compare_RunFragment['sweeps'][number], 'data'> & {
    readonly data: string;
  })[];
}

/** Directions and metrics that both of two runs have, in the order of the first one. */
export function commonParts(a: Compare_RunFragment, b: Compare_RunFragment) {
  const ofB = [...b.metrics, DEFAULT_METRIC];
  return {
    directions: a.directions.filter((direction) => b.directions.includes(direction)),
    metrics: [DEFAULT_METRIC, ...a.metrics.filter((one) => one !== DEFAULT_METRIC && ofB.includes(one))],
  };
}

/**
 * One of two runs in the direction and metric of the view. A run that lacks the direction is shown in its own first one; the
 * metric is one that both have.
 */
export function useComparedRun(
  run: Compare_RunFragment,
  { direction: wanted }: Pick<ViewState, 'direction'>,
  metric: Metric,
): ComparedRun {
  const direction = run.directions.find((one) => one === wanted) ?? run.directions[0]!;
  const isLoaded = metric === DEFAULT_METRIC;
  const { data } = useQuery(RunValuesDocument, {
    variables: { id: run.id, prompt: null, metric },
    skip: isLoaded,
    // A sweep has no identity in the cache.
    fetchPolicy: 'no-cache',
  });
  const read = data?.run?.sweeps;
  return useMemo(() => {
    const own = run.sweeps.filter((sweep) => sweep.direction === direction);
    const { pairs, roles, metrics } = run;
    if (isLoaded)
      return {
        direction,
        metric,
        metrics,
        pairs,
        roles,
        unpatched: run.baseline,
        valuesRequest: null,
        sweeps: own,
      };
    const found = read?.filter((sweep) => sweep.direction === direction) ?? [];
    const sweeps = own.flatMap((sweep) => {
      const values = found.find(({ kind }) => kind === sweep.kind);
      return values ? [{ ...sweep, data: values.data }] : [];
    });
    const valuesRequest = { id: run.id, prompt: null, metric };
    return {
      direction,
      metric,
      metrics,
      pairs,
      roles,
      unpatched: found[0]?.unpatched ?? null,
      valuesRequest,
      sweeps,
    };
  }, [run, direction, metric, isLoaded, read]);
}
