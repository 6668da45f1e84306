/** Names of the nodes or edges of results. */
import { nameNode, type CircuitNode } from '../../domain/circuit';
import { nameEdge, type CircuitEdge } from '../../domain/circuit-edges';

/** Names that a sentence lists. */
const LISTED = 12;

interface Members {
  readonly nodes: readonly CircuitNode[];
  readonly edges: readonly CircuitEdge[];
}

/** `L9H9, MLP 0`, or `L9H6→L10H0.Q, ... and 8 more`. */
export function listMembers({ nodes, edges }: Members): string {
  return shorten([...nodes.map(nameNode), ...edges.map(nameEdge)]);
}

/** `3 nodes`, or `1 edge`. */
export function countMembers({ nodes, edges }: Members): string {
  return edges.length > 0 ? count(edges.length, 'edge') : count(nodes.length, 'node');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function shorten(names: readonly string[]): string {
  // Circuits of nodes are named whole: they have a few dozen at most.
  if (names.length <= LISTED || !names[0]!.includes('→')) return names.join(', ');
  return `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`;
}
