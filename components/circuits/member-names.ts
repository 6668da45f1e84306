/** Names of the nodes or edges of circuits and of their results. */
import { nameNode, type CircuitNode } from '../../domain/circuit';
import { nameEdge, type CircuitEdge } from '../../domain/circuit-edges';
import type { Curve_PartFragment, Minimality_PartFragment } from '../generated/graphql';

/** Names that a sentence lists. */
const LISTED = 12;

/** One of both is empty. */
export interface Members {
  readonly nodes: readonly CircuitNode[];
  readonly edges: readonly CircuitEdge[];
}

/** All names. */
export function nameMembers({ nodes, edges }: Members): string[] {
  return [...nodes.map(nameNode), ...edges.map(nameEdge)];
}

/** `L9H9, MLP 0`, or `L9H6→L10H0.Q, ... and 8 more`. */
export function listMembers(members: Members): string {
  const names = nameMembers(members);
  // Circuits of nodes are named whole: they have a few dozen at most.
  if (names.length <= LISTED || members.edges.length === 0) return names.join(', ');
  return `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`;
}

/** `3 nodes`, or `1 edge`. */
export function countMembers({ nodes, edges }: Members): string {
  return edges.length > 0 ? count(edges.length, 'edge') : count(nodes.length, 'node');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** A change of minimality, with the names of what is removed and of what is knocked out. */
export interface NamedChange {
  readonly name: string;
  /** Null for an empty K. */
  readonly without: string | null;
  readonly alone: number;
  readonly largest: number;
}

/** Names the nodes or edges of minimality. */
export function nameChanges({
  nodes,
  edges,
}: Pick<Minimality_PartFragment, 'nodes' | 'edges'>): NamedChange[] {
  return [
    ...nodes.map(({ node, knockedOut, alone, largest }) => ({
      name: nameNode(node),
      without: knockedOut && nameNode(knockedOut),
      alone,
      largest,
    })),
    ...edges.map(({ edge, knockedOut, alone, largest }) => ({
      name: nameEdge(edge),
      without: knockedOut && nameEdge(knockedOut),
      alone,
      largest,
    })),
  ];
}

/** Names the order of a curve, the most important node or edge first. */
export function nameOrder({ order, edgeOrder }: Pick<Curve_PartFragment, 'order' | 'edgeOrder'>): {
  readonly name: string;
  /** Null when the order was given or is the run's. */
  readonly effect: number | null;
}[] {
  return [
    ...order.map(({ node, effect }) => ({ name: nameNode(node), effect })),
    ...edgeOrder.map(({ edge, effect }) => ({ name: nameEdge(edge), effect })),
  ];
}
