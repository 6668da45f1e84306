'use client';

import { useMemo } from 'react';
import {
  RunStatisticsDocument,
  type Direction,
  type Metric,
  type RunStatisticsQueryVariables,
  type RunView_RunFragment,
} from '../generated/graphql';
import { useLateQuery } from '../apollo/use-late-query';
import { chooseFetchPolicy } from '../sweep/fetch-policy';
import { chooseNormalisation, whyNoStatistics, type ShownStatistic } from '../sweep/statistic-text';
import type { ShownSweep } from '../sweep/SweepFacets';
import type { ValueName, ViewState } from '../sweep/view-state';
import { applyStatistics, decodeStatistics, type SweepStatistics } from '../sweep/sweep-statistics';

/** The sweeps as they are plotted, and what of the choices is shown. */
export interface StatisticsInView extends ShownStatistic {
  /** With the mean as their values. */
  readonly means: readonly ShownSweep[];
  /** With the chosen statistic as their values, and cells that are hatched. */
  readonly plotted: readonly ShownSweep[];
  /** Statistics by kind; empty where none are shown or they are not read yet. */
  readonly byKind: ReadonlyMap<string, SweepStatistics>;
  /** Prompts that are left out at every cell. */
  readonly leftOut: number;
  readonly request: RunStatisticsQueryVariables | null;
}

interface Shown {
  readonly sweeps: readonly ShownSweep[];
  readonly direction: Direction;
  readonly metric: Metric;
  readonly value: ValueName;
}

/** Reads the statistics that the view asks for. Until they are there, the means are shown. */
export function useStatistics(
  run: Pick<RunView_RunFragment, 'id' | 'status' | 'pairs' | 'baseline'>,
  view: Pick<ViewState, 'statistic' | 'isMeanOfRatios' | 'hatchesUnclear' | 'prompt'>,
  { sweeps, direction, metric, value }: Shown,
): StatisticsInView {
  const isMeanOfRatios = view.isMeanOfRatios && value === 'recovery';
  const isWanted = view.statistic !== 'mean' || view.hatchesUnclear || isMeanOfRatios;
  const isOffered = whyNoStatistics(run.pairs.length, view.prompt, value) === null;
  const normalisation = chooseNormalisation(value, isMeanOfRatios);
  const variables = useMemo(() => ({ id: run.id, metric, normalisation }), [run.id, metric, normalisation]);
  const isRead = isWanted && isOffered && run.baseline !== null && sweeps.length > 0;
  const { data } = useLateQuery(RunStatisticsDocument, {
    variables,
    skip: !isRead,
    fetchPolicy: chooseFetchPolicy(run),
  });
  const byKind = useMemo(() => {
    const own = (isRead ? data?.run?.sweeps : undefined) ?? [];
    return new Map(
      own
        .filter((sweep) => sweep.direction === direction)
        .map(({ kind, statistics }) => [kind as string, decodeStatistics(statistics)]),
    );
  }, [data, direction, isRead]);
  const isKnown = byKind.size > 0;
  const statistic = isKnown ? view.statistic : 'mean';
  const isRatio = isKnown && isMeanOfRatios;
  const means = useMemo(
    () => applyStatistics(sweeps, byKind, { statistic: 'mean', isMeanOfRatios: isRatio }, false),
    [sweeps, byKind, isRatio],
  );
  const plotted = useMemo(
    () => applyStatistics(sweeps, byKind, { statistic, isMeanOfRatios: isRatio }, view.hatchesUnclear),
    [sweeps, byKind, statistic, isRatio, view.hatchesUnclear],
  );
  const leftOut = [...byKind.values()][0]?.leftOut ?? 0;
  const request = isRead ? variables : null;
  return useMemo(
    () => ({ statistic, isMeanOfRatios: isRatio, means, plotted, byKind, leftOut, request }),
    [statistic, isRatio, means, plotted, byKind, leftOut, request],
  );
}
