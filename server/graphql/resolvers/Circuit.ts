import { decodeNodes, decodeResults } from '../../runs/circuits/results';
import { canDelete, readStoredChoices } from '../../runs/circuits/store';
import type { CircuitResolvers } from '../generated/resolvers';

export const Circuit: CircuitResolvers = {
  creator: async (circuit, _, { loaders }) => (await loaders.user.load(circuit.creatorId))!,
  canDelete: (circuit, _, { requester }) => canDelete(circuit, requester),
  nodes: (circuit) => decodeNodes(circuit.nodes),
  choices: (circuit) => readStoredChoices(circuit),
  faithfulness: (circuit) => decodeResults(circuit.results).faithfulness,
  completeness: (circuit) => decodeResults(circuit.results).completeness,
  minimality: (circuit) => decodeResults(circuit.results).minimality,
  curve: (circuit) => decodeResults(circuit.results).curve,
};
