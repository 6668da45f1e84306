'use client';

import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import {
  WorkCostDocument,
  type AnalysedRun_RunFragment,
  type CreateRunInput,
  type Direction,
  type SweepKind,
} from '../generated/graphql';
import { runPairInputs } from './pair-inputs';

/** What a page computes without being asked takes at most this time, in ms. */
export const UNASKED_MS = 500;

interface WorkCost {
  /** Of all prompts, in ms; null while it is asked for, and where it is not known. */
  readonly ms: number | null;
  readonly isAsked: boolean;
}

/**
 * Estimates how long an analysis takes that patches as many values as these sweeps do.
 *
 * The estimate is of the first pair, times the number of pairs: the server computes the unpatched runs of the pairs that it is asked about.
 */
export function useWorkCost(
  run: AnalysedRun_RunFragment,
  direction: Direction,
  sweeps: readonly SweepKind[],
  isNeeded: boolean,
): WorkCost {
  const kinds = sweeps.join(' ');
  const input = useMemo(
    (): CreateRunInput => ({
      model: run.model.id,
      pairs: runPairInputs(run.pairs.slice(0, 1)),
      prependBos: run.prependBos,
      directions: [direction],
      sweeps: kinds.split(' ') as SweepKind[],
      ...(run.wholeAnswers && { wholeAnswers: true }),
    }),
    [run, direction, kinds],
  );
  const { data, loading } = useQuery(
    WorkCostDocument,
    // An estimate has no identity in the cache.
    isNeeded ? { variables: { input }, fetchPolicy: 'no-cache' } : { skip: true, variables: {} as never },
  );
  const ofOne = data?.previewRun.estimatedMs ?? null;
  return { ms: ofOne === null ? null : ofOne * run.pairs.length, isAsked: isNeeded && loading };
}
