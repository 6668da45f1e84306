'use client';

import { useQuery } from '@apollo/client/react';
import { Skeleton } from '@mantine/core';
import { StoredCircuitPartsDocument, type AnalysedRun_RunFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { RequestProblem } from '../site/RequestProblem';
import { CircuitParts } from './CircuitParts';
import { readCurveRequest } from './curve-ranking';

interface StoredResultProps {
  readonly run: AnalysedRun_RunFragment;
  /** Of the circuit. */
  readonly id: string;
}

/** The results that are stored with a circuit. */
export function StoredResult({ run, id }: StoredResultProps) {
  const { data, error, refetch } = useQuery(StoredCircuitPartsDocument, {
    variables: { id: run.id },
    fetchPolicy: 'no-cache',
  });
  if (error) return <RequestProblem error={error} onRetry={refetch} />;
  if (!data) return <Skeleton height={220} />;
  const circuit = data.run?.circuits.find((one) => one.id === id);
  if (!circuit) return <Notice tone="warning">This circuit is no longer stored. Evaluate it again.</Notice>;
  const { nodes, edges, choices, faithfulness, completeness, minimality, curve } = circuit;
  return (
    <CircuitParts
      {...{ run, nodes, edges, choices }}
      curveRequest={readCurveRequest(curve)}
      faithfulness={{ data: faithfulness }}
      completeness={{ data: completeness }}
      minimality={{ data: minimality }}
      curve={{ data: curve }}
    />
  );
}
