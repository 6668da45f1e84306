'use client';

import { useLazyQuery } from '@apollo/client/react';
import { useState } from 'react';
import type { CircuitNode } from '../../domain/circuit';
import { readError } from '../apollo/read-error';
import { CircuitCurveDocument, RunValuesDocument } from '../generated/graphql';
import { circuitInput, type CircuitState } from './circuit-state';
import { rankingInput } from './curve-ranking';
import { rankBySweeps } from './rank-by-sweeps';

/** Ranks all nodes as a state says. */
export function useRanking(run: { readonly id: string; readonly model: { layers: number; heads: number } }): {
  /** @returns null when it failed. */
  readonly rank: (state: CircuitState) => Promise<readonly CircuitNode[] | null>;
  readonly isRanking: boolean;
  readonly problem: string | null;
} {
  const [readCurve] = useLazyQuery(CircuitCurveDocument, { fetchPolicy: 'no-cache' });
  const [readSweeps] = useLazyQuery(RunValuesDocument, { fetchPolicy: 'no-cache' });
  const [isRanking, setRanking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const find = async (state: CircuitState): Promise<readonly CircuitNode[]> => {
    if (state.ranking === 'SWEEPS') {
      const { data } = await readSweeps({
        variables: { id: run.id, prompt: null, metric: state.metric },
      });
      const ranked = rankBySweeps(data?.run?.sweeps ?? [], run.model).filter(
        ({ head }) => head !== null || state.scope !== 'HEADS',
      );
      if (ranked.length === 0)
        throw new Error('The run has neither HEAD_Z nor MLP_OUT in this metric. Rank by single effects.');
      return ranked;
    }
    const { data, error } = await readCurve({
      variables: {
        input: { run: run.id, circuit: circuitInput(state) },
        ranking: rankingInput(state.ranking),
        order: null,
      },
    });
    if (!data) throw error ?? new Error('Nodes could not be ranked.');
    return data.evaluateCircuit.curve.order.map(({ node }) => node);
  };

  const rank = async (state: CircuitState): Promise<readonly CircuitNode[] | null> => {
    setRanking(true);
    setProblem(null);
    try {
      return await find(state);
    } catch (error) {
      setProblem(readError(error).message);
      return null;
    } finally {
      setRanking(false);
    }
  };
  return { rank, isRanking, problem };
}
