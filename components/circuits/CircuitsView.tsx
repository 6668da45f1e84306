'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { countScopeEdges } from '../../domain/circuit-edges';
import { compareNodes, isSameNode, listNodes, type CircuitNode } from '../../domain/circuit';
import { AnalysisFrame } from '../analysis/AnalysisFrame';
import { CIRCUITS_PAGE } from '../analysis/run-pages';
import { useAddressState } from '../analysis/use-address-state';
import { StoredCircuitsDocument, type AnalysedRun_RunFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { metricUnit } from '../sweep/value-text';
import { ChoiceFields } from './ChoiceFields';
import { EVALUATE, readCircuitState, writeCircuitState, type CircuitState } from './circuit-state';
import { EdgesField } from './EdgesField';
import { EdgeTools } from './EdgeTools';
import { EvaluatedCircuit } from './EvaluatedCircuit';
import { NodeGrid } from './NodeGrid';
import { NodesField } from './NodesField';
import { NodeTools } from './NodeTools';
import { SaveCircuit } from './SaveCircuit';
import { stateOfStored } from './stored-address';
import { StoredCircuits } from './StoredCircuits';
import { StoredResult } from './StoredResult';
import { useNodeEffects } from './use-node-effects';
import classes from './circuits.module.css';

/** Chooses a circuit, evaluates it on a run's prompts, and stores it with the run. */
export function CircuitsView({ run }: { readonly run: AnalysedRun_RunFragment }) {
  return (
    <AnalysisFrame
      run={run}
      page={CIRCUITS_PAGE}
      oneTokenOnly="The answers of this run are read as a whole. Circuits are evaluated with answers of one token: run the first tokens of the answers."
      about={
        <>
          A circuit is a set of heads and MLPs, or of the edges between them. Everything outside of it is
          ablated at all positions, and the rest is recomputed exactly. Faithfulness, completeness and
          minimality are those of{' '}
          <TextLink href="https://arxiv.org/abs/2211.00593">Wang et al. 2022</TextLink>; CPR and CMD those of{' '}
          <TextLink href="https://arxiv.org/abs/2504.13151">MIB</TextLink>.
        </>
      }
    >
      <Circuits run={run} />
    </AnalysisFrame>
  );
}

function Circuits({ run }: { readonly run: AnalysedRun_RunFragment }) {
  const { model, pairs } = run;
  const codec = useMemo(
    () => ({
      read: (search: URLSearchParams) => readCircuitState(search, model),
      write: writeCircuitState,
    }),
    [model],
  );
  const [state, setState] = useAddressState<CircuitState>(codec);
  const effects = useNodeEffects(run, state.metric);
  const { data, refetch } = useQuery(StoredCircuitsDocument, {
    variables: { id: run.id },
    fetchPolicy: 'no-cache',
  });
  const stored = data?.run;
  const { members, nodes, edges, scope, shown } = state;
  const isOfEdges = members === 'EDGES';
  const isEmpty = (isOfEdges ? edges : nodes).length === 0;
  const hasEdges = Boolean(stored?.edges);
  /** Results belong to one circuit and its choices, so they are hidden when something changes. */
  const change = (part: Partial<CircuitState>): void => setState({ shown: null, ...part });
  const toggle = (node: CircuitNode): void => {
    const others = nodes.filter((one) => !isSameNode(one, node));
    change({ nodes: others.length < nodes.length ? others : [...nodes, node].toSorted(compareNodes) });
  };
  return (
    <Stack gap="lg">
      {stored && stored.circuits.length > 0 && (
        <StoredCircuits
          circuits={stored.circuits}
          onOpen={(circuit) => setState(stateOfStored(circuit))}
          onDeleted={() => {
            void refetch();
          }}
        />
      )}
      <ChoiceFields {...{ state, hasEdges }} pairs={pairs.length} onChange={change} />
      <div className={isOfEdges ? undefined : classes.setup}>
        {!isOfEdges && (
          <NodeGrid
            layers={model.layers}
            heads={model.heads}
            {...{ scope, nodes, effects }}
            unit={metricUnit(state.metric)}
            onToggle={toggle}
          />
        )}
        <Stack gap="sm">
          {isOfEdges ? (
            <>
              <EdgesField
                sizes={model}
                {...{ scope, edges }}
                onChange={(typed) => change({ edges: typed })}
              />
              <EdgeTools {...{ run, hasEdges, state }} onChange={change} />
            </>
          ) : (
            <>
              <NodesField
                sizes={model}
                {...{ scope, nodes }}
                onChange={(typed) => change({ nodes: typed })}
              />
              <NodeTools {...{ run, state }} onChange={change} />
            </>
          )}
          <Text size="sm">
            {isOfEdges
              ? describeShare(edges.length, countScopeEdges(model, scope))
              : `${nodes.length} of ${listNodes(model, scope).length} nodes in the circuit.`}
          </Text>
          <Group gap="xs">
            <Button disabled={isEmpty} onClick={() => setState({ shown: EVALUATE })}>
              Evaluate the circuit
            </Button>
            {shown !== null && (
              <Button variant="default" onClick={() => setState({ shown: null })}>
                Hide the results
              </Button>
            )}
          </Group>
          {stored?.status === 'SUCCEEDED' && (
            <SaveCircuit
              runId={run.id}
              state={state}
              onSaved={(id) => {
                setState({ shown: id });
                void refetch();
              }}
            />
          )}
        </Stack>
      </div>
      {shown === EVALUATE && !isEmpty && <EvaluatedCircuit {...{ run, state }} />}
      {shown !== null && shown !== EVALUATE && <StoredResult key={shown} run={run} id={shown} />}
    </Stack>
  );
}

/** e.g. `20 of 479 edges in the circuit (4.18%).` */
function describeShare(count: number, all: number): string {
  return `${count} of ${all} edges in the circuit (${Number(((100 * count) / all).toPrecision(3))}%).`;
}
