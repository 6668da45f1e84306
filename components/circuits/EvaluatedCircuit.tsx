'use client';

import { useQuery } from '@apollo/client/react';
import {
  CircuitCompletenessDocument,
  CircuitCurveDocument,
  CircuitFaithfulnessDocument,
  CircuitMinimalityDocument,
  RunValuesDocument,
  type AnalysedRun_RunFragment,
  type Choices_ChoicesFragment,
} from '../generated/graphql';
import { CircuitParts } from './CircuitParts';
import { circuitInput, type CircuitState } from './circuit-state';
import { rankingInput, SEARCHED_OTHERS, type CurveRequest } from './curve-ranking';
import { rankBySweeps } from './rank-by-sweeps';

interface EvaluatedCircuitProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: CircuitState;
}

/** Evaluates a circuit; each part is shown when it is computed. Unmounting it cancels what is not. */
export function EvaluatedCircuit({ run, state }: EvaluatedCircuitProps) {
  const { ranking, scope, members } = state;
  const input = { run: run.id, circuit: circuitInput(state) };
  // Nothing is cached: an evaluation has no identity.
  const options = { variables: { input }, fetchPolicy: 'no-cache' } as const;
  const faithfulness = useQuery(CircuitFaithfulnessDocument, options);
  // One after the other: the engine would finish the last one that it is asked for first.
  const minimality = useQuery(CircuitMinimalityDocument, {
    variables: { input, others: SEARCHED_OTHERS[members] },
    fetchPolicy: 'no-cache',
    skip: !isDone(faithfulness),
  });
  const sweeps = useQuery(RunValuesDocument, {
    variables: { id: run.id, prompt: null, metric: state.metric },
    skip: ranking !== 'SWEEPS',
    fetchPolicy: 'no-cache',
  });
  const ranked = rankBySweeps(sweeps.data?.run?.sweeps ?? [], run.model).filter(
    ({ head }) => head !== null || scope !== 'HEADS',
  );
  const curveRequest = {
    ranking: rankingInput(ranking),
    order: ranking === 'SWEEPS' ? ranked : null,
  } satisfies CurveRequest;
  const curve = useQuery(CircuitCurveDocument, {
    variables: { input, ...curveRequest },
    skip: !isDone(minimality) || (ranking === 'SWEEPS' && ranked.length === 0),
    fetchPolicy: 'no-cache',
  });
  const isCurveDone = isDone(curve) || (ranking === 'SWEEPS' && isDone(sweeps) && ranked.length === 0);
  const completeness = useQuery(CircuitCompletenessDocument, { ...options, skip: !isCurveDone });
  const noSweeps =
    ranking === 'SWEEPS' && sweeps.data && ranked.length === 0
      ? new Error('The run has neither HEAD_Z nor MLP_OUT in this metric. Rank by single effects.')
      : undefined;
  const curveData = curve.data?.evaluateCircuit.curve;
  return (
    <CircuitParts
      run={run}
      nodes={members === 'NODES' ? state.nodes : []}
      edges={members === 'EDGES' ? state.edges : []}
      choices={faithfulness.data?.evaluateCircuit.choices ?? expectChoices(state)}
      curveRequest={curveRequest}
      faithfulness={{ ...faithfulness, data: faithfulness.data?.evaluateCircuit.faithfulness }}
      completeness={{ ...completeness, data: completeness.data?.evaluateCircuit.completeness }}
      minimality={{ ...minimality, data: minimality.data?.evaluateCircuit.minimality }}
      curve={{
        data: curveData && {
          ...curveData,
          ranking: curveData.ranking === 'GIVEN' ? ranking : curveData.ranking,
        },
        error: curve.error ?? sweeps.error ?? noSweeps,
        refetch: sweeps.error ? sweeps.refetch : curve.refetch,
      }}
    />
  );
}

/** Whether a query has ended, with a result or not. */
function isDone({ data, error }: { readonly data?: unknown; readonly error?: unknown }): boolean {
  return data !== undefined || error !== undefined;
}

/** The choices before the server has named them. */
function expectChoices(state: CircuitState): Choices_ChoicesFragment {
  const { on, scope, value, metric, valueFrom, acrossPositions } = { ...state, ...circuitInput(state) };
  return {
    members: state.members,
    on: on ?? 'CLEAN',
    direction: on === 'CORRUPTED' ? 'DENOISING' : 'NOISING',
    scope: scope ?? 'HEADS_AND_MLPS',
    value: value ?? 'MEAN',
    valueFrom: valueFrom ?? null,
    acrossPositions: acrossPositions ?? false,
    donors: null,
    metric: metric ?? 'LOGIT_DIFF',
  };
}
