'use client';

import { useMemo } from 'react';
import {
  RunValuesDocument,
  type Direction,
  type Metric,
  type RunValuesQueryVariables,
  type RunView_RunFragment,
} from '../generated/graphql';
import { useLateQuery } from '../apollo/use-late-query';
import { chooseFetchPolicy } from '../sweep/fetch-policy';
import { formatEffect, formatNumber } from '../plot/heatmap/scale';
import { readComputed } from '../sweep/computed';
import { decodeFloats, readGap, recoveries, judgeCells, valuesShown, type GapSource } from '../sweep/effects';
import { DEFAULT_METRIC, metricRow } from '../sweep/metrics';
import type { ShownSweep } from '../sweep/SweepFacets';
import { metricName } from '../sweep/value-text';
import type { ValueName, ViewState } from '../sweep/view-state';

/** What of a run is shown. */
export interface ShownSweeps {
  /** Finished sweeps of the shown direction; of one prompt or another metric, those that have been read. */
  readonly sweeps: readonly ShownSweep[];
  readonly direction: Direction;
  readonly metric: Metric;
  /** Metrics that can be shown, the run's first one first. */
  readonly metrics: readonly Metric[];
  /** The metric of the unpatched runs in the shown direction; null before it is known. */
  readonly unpatched: GapSource | null;
  /** What the values of the sweeps are. */
  readonly value: ValueName;
  /** What is shown unless the visitor chooses: recovery, or the change where recovery is not meaningful. */
  readonly usual: ValueName;
  readonly hasRecovery: boolean;
  /** Whether cells can be judged by both directions. */
  readonly hasRoles: boolean;
  /** The request for values that did not come with the page; null for none. */
  readonly valuesRequest: RunValuesQueryVariables | null;
}

type Wanted = Pick<ViewState, 'value' | 'prompt' | 'direction' | 'metric' | 'threshold'>;

/** Values of one sweep as they were read. */
interface ReadSweep {
  readonly kind: string;
  readonly direction: Direction;
  readonly data: string;
  /** The metric of the unpatched runs over the pairs of the sweep. */
  readonly unpatched?: Pick<GapSource, 'clean' | 'corrupted'> & Partial<GapSource>;
}

type Gap = ReturnType<typeof readGap>;

/** The metric of the unpatched runs, as gaps are read from; null before it is read. */
function completeSource(unpatched: ReadSweep['unpatched']): GapSource | null {
  return unpatched ? { ...unpatched, perPrompt: unpatched.perPrompt ?? [] } : null;
}

/** The sweeps of a run with the values that the view asks for: direction, metric, and the mean or one prompt. */
export function useShownSweeps(run: RunView_RunFragment, view: Wanted): ShownSweeps {
  const { baseline, directions, pairs, roles } = run;
  const { prompt, threshold } = view;
  const metrics = useMemo(() => [...new Set([...run.metrics, DEFAULT_METRIC])], [run.metrics]);
  const direction = directions.find((one) => one === view.direction) ?? directions[0]!;
  const metric = metrics.find((one) => one === view.metric) ?? metrics[0]!;
  // The page comes with means of the first metric, and with the logit difference of the unpatched runs.
  const isLoaded = prompt === null && metric === metrics[0] && metric === DEFAULT_METRIC;
  const variables = { id: run.id, prompt, metric };
  const { data } = useLateQuery(RunValuesDocument, {
    variables,
    skip: isLoaded || baseline === null,
    fetchPolicy: chooseFetchPolicy(run),
  });
  const read: readonly ReadSweep[] | undefined = isLoaded ? run.sweeps : data?.run?.sweeps;
  const findUnpatched = (of: Direction): GapSource | null =>
    metric === DEFAULT_METRIC
      ? baseline
      : completeSource(read?.find((sweep) => sweep.direction === of)?.unpatched);
  const unpatched = findUnpatched(direction);
  const gap = useMemo(
    () => unpatched && readGap(unpatched, direction, prompt, metric),
    [unpatched, direction, prompt, metric],
  );
  const otherDirection = directions.find((one) => one !== direction) ?? null;
  const otherUnpatched = otherDirection && findUnpatched(otherDirection);
  const isNormalisable = metricRow(metric).hasRecovery;
  const hasRecovery = isNormalisable && !(gap?.gapTooSmall ?? baseline === null);
  const usual = !isNormalisable ? 'raw' : hasRecovery && baseline?.verdict === 'OK' ? 'recovery' : 'change';
  const hasRoles = directions.length > 1 && isNormalisable;
  const isPossible =
    view.value === 'roles' ? hasRoles && hasRecovery : view.value !== 'recovery' || hasRecovery;
  const value = isPossible ? (view.value ?? usual) : usual;
  const sweeps = useMemo(() => {
    if (!gap || !read) return [];
    const find = (kind: string, of: Direction | null): { raw: Float32Array; gap: Gap } | null => {
      const found = read.find((sweep) => sweep.kind === kind && sweep.direction === of);
      if (!found || !of) return null;
      // While a large run is computed, the means of a sweep are over its own pairs.
      const own = prompt === null ? completeSource(found.unpatched) : null;
      const source = own ?? (of === direction ? unpatched : otherUnpatched);
      return source && { raw: decodeFloats(found.data), gap: readGap(source, of, prompt, metric) };
    };
    return run.sweeps.flatMap((sweep): ShownSweep[] => {
      const shown = sweep.direction === direction ? find(sweep.kind, direction) : null;
      if (!shown) return [];
      const { raw } = shown;
      const computed = readComputed(sweep, pairs, roles, run.metrics);
      if (value !== 'roles') {
        const note = (index: number): string => `${metricName(metric)} ${formatNumber(raw[index]!, 3)}`;
        const values = valuesShown(raw, shown.gap, value);
        return [{ ...sweep, raw, values, computed, note: value === 'raw' ? null : note }];
      }
      const other = find(sweep.kind, otherDirection);
      if (!other) return [];
      const own = recoveries(raw, shown.gap);
      const others = recoveries(other.raw, other.gap);
      const [denoising, noising] = direction === 'DENOISING' ? [own, others] : [others, own];
      const note = (index: number): string =>
        `denoising recovery ${formatEffect(denoising[index]!)}, noising recovery ${formatEffect(noising[index]!)}`;
      return [{ ...sweep, raw, values: judgeCells(denoising, noising, threshold), computed, note }];
    });
  }, [
    gap,
    read,
    run.sweeps,
    run.metrics,
    pairs,
    roles,
    direction,
    otherDirection,
    otherUnpatched,
    unpatched,
    prompt,
    metric,
    value,
    threshold,
  ]);
  const valuesRequest = useMemo(
    () => (isLoaded ? null : { id: run.id, prompt, metric }),
    [isLoaded, run.id, prompt, metric],
  );
  return useMemo(
    () => ({
      sweeps,
      direction,
      metric,
      metrics,
      unpatched,
      value,
      usual,
      hasRecovery,
      hasRoles,
      valuesRequest,
    }),
    [sweeps, direction, metric, metrics, unpatched, value, usual, hasRecovery, hasRoles, valuesRequest],
  );
}
