/**
 * Whether every node of a circuit matters: for a node v the largest change m(C \ (K u {v})) - m(C \ K) over knock-outs K
 * (Wang et al. 2022, section 4). The search takes K empty and K = {w} for other nodes w of the circuit, at most `others` of
 * them. The paper chooses K among the nodes of v's own group; here a circuit has no groups.
 */
import { createRandom, shuffle } from '../../../domain/random';
import type { CircuitPartOptions, CircuitPartResults, NodeChange } from '../circuits';
import { drawCircuit, measureMeans, subtract, type CircuitLab, type NodeSet } from './lab';

type Options = CircuitPartOptions['minimality'];

export async function evaluateMinimality(
  lab: CircuitLab,
  { others, seed, seeds }: Options,
): Promise<CircuitPartResults['minimality']> {
  const { circuit, nodes } = lab;
  const members = [...circuit].toSorted((a, b) => a - b);
  const searched = shuffle(members, createRandom(seed)).slice(0, others);
  const without = await measureWithout(lab, members, searched);
  const changes = members.map((v): NodeChange => {
    const alone = without(v) - without();
    let [largest, knockedOut]: [number, number | null] = [alone, null];
    for (const w of searched) {
      if (w === v) continue;
      const change = without(v, w) - without(w);
      if (Math.abs(change) > Math.abs(largest)) [largest, knockedOut] = [change, w];
    }
    return {
      node: nodes[v]!,
      alone,
      largest,
      knockedOut: knockedOut === null ? null : nodes[knockedOut]!,
    };
  });
  const random: number[] = [];
  for (const control of seeds) {
    const other = drawCircuit(nodes, circuit, control);
    random.push(await averageChange(lab, other));
  }
  return { nodes: changes, isExhaustive: searched.length === members.length, random };
}

/** Measures the circuit without each node, and without each pair of a node and a searched one. */
async function measureWithout(
  lab: CircuitLab,
  members: readonly number[],
  searched: readonly number[],
): Promise<(...removed: number[]) => number> {
  const keyOf = (removed: readonly number[]): string => removed.toSorted((a, b) => a - b).join(' ');
  const removals = new Map<string, readonly number[]>([['', []]]);
  for (const v of members) {
    removals.set(keyOf([v]), [v]);
    for (const w of searched) if (w !== v) removals.set(keyOf([v, w]), [v, w]);
  }
  const means = await measureMeans(
    lab,
    [...removals.values()].map((removed) => subtract(lab.circuit, removed)),
  );
  const byKey = new Map([...removals.keys()].map((key, index) => [key, means[index]!]));
  return (...removed) => byKey.get(keyOf(removed))!;
}

/** Mean |m(C \ {v}) - m(C)| over the nodes of a circuit; 0 for one without nodes. */
async function averageChange(lab: CircuitLab, circuit: NodeSet): Promise<number> {
  if (circuit.size === 0) return 0;
  const [whole, ...without] = await measureMeans(lab, [
    circuit,
    ...[...circuit].map((node) => subtract(circuit, [node])),
  ]);
  return without.reduce((sum, value) => sum + Math.abs(value - whole!), 0) / without.length;
}
