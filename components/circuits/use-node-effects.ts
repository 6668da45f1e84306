'use client';

import { useMemo } from 'react';
import { useLateQuery } from '../apollo/use-late-query';
import { RunValuesDocument, type Metric } from '../generated/graphql';
import { measureNodes, type MeasuredNode } from './rank-by-sweeps';

/** The effects of all nodes in the sweeps of a run; empty before they are read, and for a run without such sweeps. */
export function useNodeEffects(
  { id, model }: { readonly id: string; readonly model: { readonly layers: number; readonly heads: number } },
  metric: Metric,
): readonly MeasuredNode[] {
  const { data } = useLateQuery(RunValuesDocument, { variables: { id, prompt: null, metric } });
  const sweeps = data?.run?.sweeps;
  return useMemo(() => (sweeps ? measureNodes(sweeps, model) : []), [sweeps, model]);
}
