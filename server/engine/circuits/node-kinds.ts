/** What random circuits of nodes have as many of as the circuit: heads, and MLPs. */
import { isSameNode, type CircuitNode } from '../../../domain/circuit';
import type { CircuitLab } from './lab';

/** Makes the parts of a lab that depend on its nodes. @param nodes all nodes, heads first. */
export function describeNodes(
  nodes: readonly CircuitNode[],
): Pick<CircuitLab<CircuitNode>, 'members' | 'kinds' | 'indexOf'> {
  const heads = nodes.filter(({ head }) => head !== null).length;
  const numbers = [...nodes.keys()];
  return {
    members: nodes,
    kinds: [numbers.slice(0, heads), numbers.slice(heads)],
    indexOf(node) {
      const index = nodes.findIndex((other) => isSameNode(other, node));
      if (index === -1) throw new Error(`${JSON.stringify(node)} is no node.`);
      return index;
    },
  };
}
