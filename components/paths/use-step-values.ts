'use client';

import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { mean } from '../../domain/effect';
import { PathStepDocument, type PathStepQuery } from '../generated/graphql';
import type { StepRequest } from './step-input';

type MetricResult = PathStepQuery['intervene']['results'][number];

/** A request and its answer. */
export interface StepValues extends StepRequest {
  /** Mean over prompts after the path patch of each sender, in the metric's unit; null while it is computed. */
  readonly raw: Float32Array | null;
  /** Means over prompts of the unpatched runs, and after patching all senders together. */
  readonly unpatched: { readonly base: number; readonly source: number; readonly together: number } | null;
  /** Why there is no answer. */
  readonly error: unknown;
  /** Asks again. */
  readonly refetch: () => unknown;
}

/** Asks for the path patches of a step. Without a sender nothing is asked. */
export function useStepValues(step: StepRequest | null): StepValues | null {
  const isAsked = step !== null && step.senders.length > 0;
  const { data, error, refetch } = useQuery(
    PathStepDocument,
    isAsked ? { variables: { input: step.request } } : { skip: true, variables: {} as never },
  );
  return useMemo(() => {
    if (!step) return null;
    const result = data?.intervene.results[0];
    return {
      ...step,
      raw: result ? Float32Array.from(result.singles, mean) : null,
      unpatched: result ? readUnpatched(result) : null,
      error,
      refetch,
    };
  }, [step, data, error, refetch]);
}

function readUnpatched({ base, source, patched }: MetricResult): NonNullable<StepValues['unpatched']> {
  return { base: mean(base), source: mean(source), together: mean(patched) };
}
