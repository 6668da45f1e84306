/** The parts of an evaluation on metrics that are known in closed form. */
import { describe, expect, it } from 'vitest';
import { listNodes, nameNode, type CircuitNode } from '../../../domain/circuit';
import { countRuns } from './count-runs';
import { evaluatePart } from './evaluate';
import { drawCircuit, drawOrder, type CircuitLab, type Measure, type MemberSet } from './lab';
import type { CircuitPart, CircuitPartOptions } from '../circuits';

const nodes = listNodes({ layers: 3, heads: 4 }, 'HEADS_AND_MLPS');
const pick = (isHead: boolean): number[] =>
  [...nodes.keys()].filter((node) => (nodes[node]!.head !== null) === isHead);
const kinds = [pick(true), pick(false)];

/** A lab whose metric is a function of the circuit, the same for two prompts; it counts what it measures. */
function openLab(circuit: readonly number[], metric: (circuit: MemberSet) => number) {
  const measured = new Set<string>();
  const measure: Measure = async (circuits) =>
    circuits.map((one) => {
      // With all nodes it is the base run, which is no patched run.
      if (one.size < nodes.length) measured.add([...one].toSorted((a, b) => a - b).join());
      return Float32Array.of(metric(one) - 1, metric(one) + 1);
    });
  const lab: CircuitLab<CircuitNode> = {
    members: nodes,
    kinds,
    circuit: new Set(circuit),
    indexOf: (node) => nodes.indexOf(node),
    measure,
  };
  return { lab, measured };
}

const OPTIONS: { readonly [Part in CircuitPart]: CircuitPartOptions[Part] } = {
  faithfulness: { seeds: [0, 1, 2] },
  completeness: { knockouts: 6, greedySteps: 3, candidates: 4, seed: 5, seeds: [0, 1] },
  minimality: { others: 10, seed: 0, seeds: [0, 1] },
  curve: { order: null, ranking: 'absolute', sizes: [1, 2, 4, 15], seeds: [0, 1] },
};

describe('random circuits', () => {
  it('have as many heads and MLPs, and the same seed gives the same nodes', () => {
    const like = new Set([0, 3, 7, 13]);
    for (let seed = 0; seed < 10; seed++) {
      const drawn = [...drawCircuit({ kinds }, like, seed)];
      expect(drawn.filter((node) => nodes[node]!.head === null)).toHaveLength(1);
      expect(new Set(drawn).size).toBe(4);
      expect([...drawCircuit({ kinds }, like, seed)]).toEqual(drawn);
    }
    const found = new Set([0, 1, 2, 3].map((seed) => [...drawCircuit({ kinds }, like, seed)].join()));
    expect(found.size).toBeGreaterThan(2);
  });

  it('are nested in larger ones of the same seed', () => {
    const draw = drawOrder({ kinds }, 3);
    const large = draw(new Set([0, 1, 2, 12, 13]));
    for (const node of draw(new Set([4, 14]))) expect(large.has(node)).toBe(true);
  });
});

describe('faithfulness', () => {
  it('measures the circuit, all nodes, no node and random circuits', async () => {
    const { lab } = openLab([1, 2], (circuit) => circuit.size);
    const result = await evaluatePart(lab, 'faithfulness', OPTIONS.faithfulness);
    expect([...result.circuit]).toEqual([1, 3]);
    expect([...result.model]).toEqual([14, 16]);
    expect([...result.empty]).toEqual([-1, 1]);
    expect(result.random).toEqual([2, 2, 2]);
  });
});

describe('completeness', () => {
  it('is exact when nodes outside of the circuit do nothing', async () => {
    const own = [0, 5, 6, 12];
    const { lab } = openLab(own, (circuit) => own.filter((node) => circuit.has(node)).length);
    const { knockouts } = await evaluatePart(lab, 'completeness', OPTIONS.completeness);
    expect(knockouts.map(({ isGreedy }) => isGreedy)).toEqual([
      ...Array(6).fill(false),
      ...Array(3).fill(true),
    ]);
    for (const { members: removed, circuit, model } of knockouts) {
      expect(circuit).toBe(own.length - removed.length);
      expect(model).toBe(circuit);
    }
  });

  it('finds the backup that the circuit lacks by the greedy search', async () => {
    // Node 9 does what node 6 does when node 6 is gone: a circuit without it is incomplete only under that knock-out.
    const metric = (circuit: MemberSet): number =>
      (circuit.has(6) || circuit.has(9) ? 5 : 0) + (circuit.has(0) ? 1 : 0);
    const { lab } = openLab([0, 5, 6, 12], metric);
    const { knockouts } = await evaluatePart(lab, 'completeness', OPTIONS.completeness);
    const [first] = knockouts.filter(({ isGreedy }) => isGreedy);
    expect(first!.members.map(nameNode)).toEqual([nameNode(nodes[6]!)]);
    expect([first!.circuit, first!.model]).toEqual([1, 6]);
    const greedy = knockouts.filter(({ isGreedy }) => isGreedy).map(({ members: removed }) => removed.length);
    expect(greedy).toEqual([1, 2, 3]);
  });
});

describe('minimality', () => {
  it('finds the knock-out under which a node matters', async () => {
    // Nodes 1 and 2 stand in for each other: alone, neither matters.
    const metric = (circuit: MemberSet): number =>
      (circuit.has(1) || circuit.has(2) ? 3 : 0) + (circuit.has(4) ? 1 : 0);
    const { lab } = openLab([1, 2, 4, 7], metric);
    const { members: changes, isExhaustive } = await evaluatePart(lab, 'minimality', OPTIONS.minimality);
    expect(isExhaustive).toBe(true);
    expect(
      changes.map(({ alone, largest, knockedOut }) => [alone, largest, knockedOut && nameNode(knockedOut)]),
    ).toEqual([
      [0, -3, nameNode(nodes[2]!)],
      [0, -3, nameNode(nodes[1]!)],
      [-1, -1, null],
      [0, 0, null],
    ]);
  });

  it('searches at most the given number of nodes', async () => {
    const { lab, measured } = openLab([0, 1, 2, 3, 4, 5], (circuit) => circuit.size);
    const options = { others: 2, seed: 0, seeds: [] };
    const { isExhaustive } = await evaluatePart(lab, 'minimality', options);
    expect(isExhaustive).toBe(false);
    // The circuit, each node, and the 4 x 2 + 1 pairs with a searched node.
    expect(measured.size).toBe(1 + 6 + 9);
  });
});

describe('the curve', () => {
  const weights = nodes.map((_, index) => (index === 3 ? -20 : index));
  const sum = (circuit: MemberSet): number => [...circuit].reduce((total, node) => total + weights[node]!, 0);

  it('ranks nodes by their single effects', async () => {
    const { lab } = openLab([], sum);
    const absolute = await evaluatePart(lab, 'curve', OPTIONS.curve);
    expect(absolute.order.slice(0, 3).map(({ member, effect }) => [nameNode(member), effect])).toEqual([
      [nameNode(nodes[3]!), -20],
      [nameNode(nodes[14]!), 14],
      [nameNode(nodes[13]!), 13],
    ]);
    const signed = await evaluatePart(lab, 'curve', { ...OPTIONS.curve, ranking: 'signed' });
    expect(nameNode(signed.order.at(-1)!.member)).toBe(nameNode(nodes[3]!));
    expect(signed.points.map(({ size, circuit }) => [size, circuit])).toEqual([
      [1, 14],
      [2, 27],
      [4, 14 + 13 + 12 + 11],
      [15, signed.model],
    ]);
    expect(signed.points.at(-1)!.random).toEqual([signed.model, signed.model]);
  });

  it('takes an order that is given', async () => {
    const { lab } = openLab([], sum);
    const order = nodes.toReversed();
    const { points, order: used } = await evaluatePart(lab, 'curve', { ...OPTIONS.curve, order });
    expect(used.map(({ member }) => member)).toEqual(order);
    expect(used.every(({ effect }) => effect === null)).toBe(true);
    expect(points[0]!.circuit).toBe(14);
  });
});

it.each(Object.keys(OPTIONS) as CircuitPart[])('%s never measures more than was counted', async (part) => {
  for (const size of [1, 3, 6, 12]) {
    const circuit = [...nodes.keys()].slice(0, size);
    const { lab, measured } = openLab(circuit, (one) => one.size);
    await evaluatePart(lab, part, OPTIONS[part]);
    const counted = countRuns({ part, options: OPTIONS[part] }, size, nodes.length);
    expect(measured.size).toBeLessThanOrEqual(counted);
  }
});
