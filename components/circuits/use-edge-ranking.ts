'use client';

import { useLazyQuery } from '@apollo/client/react';
import { useState } from 'react';
import type { CircuitEdge } from '../../domain/circuit-edges';
import type { Direction } from '../../domain/effect';
import { readError } from '../apollo/read-error';
import { CircuitCurveDocument, RunTopEdgesDocument } from '../generated/graphql';
import { circuitInput, type CircuitState } from './circuit-state';
import { rankingInput } from './curve-ranking';

interface RankedRun {
  readonly id: string;
  readonly directions: readonly Direction[];
}

/** Ranks edges as a state says. */
export function useEdgeRanking(run: RankedRun): {
  /** The most important edges; null when it failed. */
  readonly rank: (state: CircuitState, count: number) => Promise<readonly CircuitEdge[] | null>;
  readonly isRanking: boolean;
  readonly problem: string | null;
} {
  const [readCurve] = useLazyQuery(CircuitCurveDocument, { fetchPolicy: 'no-cache' });
  const [readTop] = useLazyQuery(RunTopEdgesDocument, { fetchPolicy: 'no-cache' });
  const [isRanking, setRanking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const find = async (state: CircuitState, count: number): Promise<readonly CircuitEdge[]> => {
    if (state.ranking === 'RUN_EDGES') {
      const wanted = state.on === 'CLEAN' ? 'NOISING' : 'DENOISING';
      const direction = run.directions.includes(wanted) ? wanted : run.directions[0]!;
      const { data, error } = await readTop({
        variables: { id: run.id, direction, metric: state.metric, k: count },
      });
      if (!data) throw error ?? new Error('Edges could not be read.');
      if (!data.run?.edges || data.run.edges.top.length === 0)
        throw new Error('This run has no ranking of edges. Rank by single effects, or type the edges.');
      return data.run.edges.top;
    }
    const { data, error } = await readCurve({
      variables: {
        input: { run: run.id, circuit: circuitInput({ ...state, edges: [] }) },
        ranking: rankingInput(state.ranking),
        order: null,
      },
    });
    if (!data) throw error ?? new Error('Edges could not be ranked.');
    return data.evaluateCircuit.curve.edgeOrder.slice(0, count).map(({ edge }) => edge);
  };

  const rank = async (state: CircuitState, count: number): Promise<readonly CircuitEdge[] | null> => {
    setRanking(true);
    setProblem(null);
    try {
      return await find(state, count);
    } catch (error) {
      setProblem(readError(error).message);
      return null;
    } finally {
      setRanking(false);
    }
  };
  return { rank, isRanking, problem };
}
