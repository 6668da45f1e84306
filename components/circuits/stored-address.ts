/** Addresses of stored circuits. */
import { CIRCUITS_PAGE, runPageAddress } from '../analysis/run-pages';
import type { StoredCircuit_CircuitFragment } from '../generated/graphql';
import { MAX_ADDRESS_EDGES, writeCircuitState, type CircuitState } from './circuit-state';

/** The view that shows a stored circuit with its stored results. */
export function stateOfStored({ id, nodes, edges, choices }: StoredCircuit_CircuitFragment): CircuitState {
  const { members, on, scope, value, valueFrom, acrossPositions, metric } = choices;
  return {
    members,
    nodes,
    edges: edges.slice(0, MAX_ADDRESS_EDGES),
    on,
    scope,
    value,
    valueFrom: valueFrom === on ? null : valueFrom,
    acrossPositions,
    // Donors are stored, not the seed that drew them.
    seed: 0,
    donors: choices.donors,
    metric,
    ranking: members === 'EDGES' && scope === 'HEADS' ? 'RUN_EDGES' : 'ABSOLUTE',
    shown: id,
  };
}

/** Address of the page that shows a stored circuit. */
export function storedCircuitAddress(runId: string, circuit: StoredCircuit_CircuitFragment): string {
  return `${runPageAddress(runId, CIRCUITS_PAGE)}?${writeCircuitState(stateOfStored(circuit))}`;
}
