import { decodeEdges, decodeNodes, decodeResults } from '../../runs/circuits/results-schema';
import { canDelete, readStoredChoices } from '../../runs/circuits/store';
import type { CircuitResolvers } from '../generated/resolvers';

export const Circuit: CircuitResolvers = {
  creator: async (circuit, _, { loaders }) => (await loaders.user.load(circuit.creatorId))!,
  canDelete: async (circuit, _, { requester, loaders }) =>
    canDelete(circuit, (await loaders.run.load(circuit.runId))!, requester),
  nodes: (circuit) => decodeNodes(circuit.nodes),
  edges: (circuit) => (circuit.edges === null ? [] : decodeEdges(circuit.edges)),
  choices: (circuit) => readStoredChoices(circuit),
  faithfulness: (circuit) => decodeResults(circuit.results).faithfulness,
  completeness: (circuit) => decodeResults(circuit.results).completeness,
  minimality: (circuit) => decodeResults(circuit.results).minimality,
  curve: (circuit) => decodeResults(circuit.results).curve,
};
