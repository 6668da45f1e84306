'use client';

import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import {
  PairedRunsDocument,
  type Direction,
  type Metric,
  type PairedRunsQueryVariables,
} from '../generated/graphql';
import { decodeStatistics, type SweepStatistics } from '../sweep/sweep-statistics';
import type { ComparedValue } from './compared-sweeps';

/** Statistics of the difference of two runs, prompt by prompt. */
export interface PairedRuns {
  /** By kind of sweep; empty until they are read. */
  readonly byKind: ReadonlyMap<string, SweepStatistics>;
  /** Why the runs cannot be paired; null where they can, or it is not known yet. */
  readonly reason: string | null;
  readonly request: PairedRunsQueryVariables | null;
}

/** Reads the paired comparison of two runs in one direction. @param isWanted false to read nothing. */
export function usePaired(
  a: string,
  b: string,
  { direction, metric, value }: { direction: Direction; metric: Metric; value: ComparedValue },
  isWanted: boolean,
): PairedRuns {
  const normalisation = value === 'recovery' ? 'MEAN_OF_RATIOS' : 'NONE';
  const variables = { a, b, metric, normalisation } as const;
  const { data } = useQuery(PairedRunsDocument, {
    variables,
    skip: !isWanted,
    // A sweep has no identity in the cache.
    fetchPolicy: 'no-cache',
  });
  return useMemo(() => {
    const own = ((isWanted && data?.run?.sweeps) || []).filter((sweep) => sweep.direction === direction);
    const found = own.flatMap(({ kind, paired: { statistics } }) =>
      statistics ? [[kind as string, decodeStatistics(statistics)] as const] : [],
    );
    const reason = found.length > 0 ? null : (own[0]?.paired.reason ?? null);
    return {
      byKind: new Map(found),
      reason,
      request: isWanted ? { a, b, metric, normalisation } : null,
    };
  }, [data, direction, isWanted, a, b, metric, normalisation]);
}
