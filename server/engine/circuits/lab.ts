/** What the parts of an evaluation share: the nodes, the circuit, and the metric of any other circuit. */
import { mean } from '../../../domain/effect';
import { createRandom, shuffle } from '../../../domain/random';
import type { CircuitNode } from '../../../domain/circuit';

/** Numbers of nodes: their indices in `listNodes`. */
export type NodeSet = ReadonlySet<number>;

export interface CircuitLab {
  /** All nodes, heads first. */
  readonly nodes: readonly CircuitNode[];
  readonly circuit: NodeSet;
  /**
   * The metric of each circuit, with all other nodes ablated: [prompt] each. All circuits of a call are computed together; a
   * circuit that was measured before is not computed again.
   */
  measure(circuits: readonly NodeSet[]): Promise<Float32Array[]>;
}

/** Means over prompts of the metric of each circuit. */
export async function measureMeans(lab: CircuitLab, circuits: readonly NodeSet[]): Promise<number[]> {
  return (await lab.measure(circuits)).map((values) => mean(values));
}

/** All nodes. */
export function listAll({ nodes }: Pick<CircuitLab, 'nodes'>): NodeSet {
  return new Set(nodes.keys());
}

/** The nodes of a set that are not in another. */
export function subtract(set: NodeSet, removed: Iterable<number>): NodeSet {
  const left = new Set(set);
  for (const node of removed) left.delete(node);
  return left;
}

/**
 * An order of all nodes for each seed, of which prefixes are random circuits: heads and MLPs are shuffled apart, so that a random
 * circuit can have as many of each as the circuit that it is compared with.
 */
export function drawOrder(nodes: readonly CircuitNode[], seed: number): (size: NodeSet) => NodeSet {
  const random = createRandom(seed);
  const isHead = (index: number): boolean => nodes[index]!.head !== null;
  const all = [...nodes.keys()];
  const heads = shuffle(all.filter(isHead), random);
  const mlps = shuffle(
    all.filter((index) => !isHead(index)),
    random,
  );
  return (like) => {
    const ofHeads = [...like].filter(isHead).length;
    return new Set([...heads.slice(0, ofHeads), ...mlps.slice(0, like.size - ofHeads)]);
  };
}

/** A random circuit with as many heads and as many MLPs as another. */
export function drawCircuit(nodes: readonly CircuitNode[], like: NodeSet, seed: number): NodeSet {
  return drawOrder(nodes, seed)(like);
}
