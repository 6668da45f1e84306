/** Results of the engine as the API gives them: normalised, and with nodes and edges apart. */
import {
  compareNodes,
  computeAreas,
  computeFaithfulness,
  type CircuitNode,
  type CurveAreas,
} from '../../../domain/circuit';
import { compareEdges, isEdge, type CircuitEdge, type CircuitMember } from '../../../domain/circuit-edges';
import { mean } from '../../../domain/effect';
import { describeMetric, type MetricId } from '../../../domain/metrics';
import type { CircuitPartResults } from '../../engine/circuits';
import type {
  CircuitCurve,
  Completeness,
  CurveRanking,
  Faithfulness,
  Minimality,
  RandomCircuits,
} from './results-schema';

type Results = CircuitPartResults<CircuitMember>;

/** Nodes and edges of a list, each in its order; one of them is empty. */
function partMembers(members: readonly CircuitMember[]): { nodes: CircuitNode[]; edges: CircuitEdge[] } {
  return {
    nodes: members.filter((member): member is CircuitNode => !isEdge(member)).toSorted(compareNodes),
    edges: members.filter((member) => isEdge(member)).toSorted(compareEdges),
  };
}

/** Sums up random circuits. @param values by seed; null where undefined. */
export function summariseRandom(
  seeds: readonly number[],
  values: readonly (number | null)[],
): RandomCircuits {
  const known = values.filter((value) => value !== null);
  const isDefined = known.length === values.length && known.length > 0;
  return {
    seeds: [...seeds],
    values: [...values],
    mean: isDefined ? mean(known) : null,
    least: isDefined ? Math.min(...known) : null,
    most: isDefined ? Math.max(...known) : null,
  };
}

export function describeFaithfulness(
  result: Results['faithfulness'],
  metric: MetricId,
  seeds: readonly number[],
): Faithfulness {
  const { minGap } = describeMetric(metric);
  const [circuit, model, empty] = [[...result.circuit], [...result.model], [...result.empty]];
  const gap = { model: mean(model), empty: mean(empty) };
  return {
    circuit,
    model,
    empty,
    perPrompt: circuit.map((value, prompt) =>
      computeFaithfulness(value, { model: model[prompt]!, empty: empty[prompt]! }, minGap),
    ),
    mean: computeFaithfulness(mean(circuit), gap, minGap),
    random: summariseRandom(
      seeds,
      result.random.map((value) => computeFaithfulness(value, gap, minGap)),
    ),
  };
}

export function describeCompleteness(
  { knockouts, random: ofRandom }: Results['completeness'],
  seeds: readonly number[],
): Completeness {
  const described = knockouts.map(({ isGreedy, members, circuit, model }) => ({
    greedy: isGreedy,
    ...partMembers(members),
    circuit,
    model,
    difference: circuit - model,
  }));
  const sizes = (all: typeof described): number[] => all.map(({ difference }) => Math.abs(difference));
  const drawn = sizes(described.filter(({ greedy }) => !greedy));
  return {
    knockouts: described,
    meanDifference: drawn.length > 0 ? mean(drawn) : null,
    largestDifference: described.length > 0 ? Math.max(...sizes(described)) : null,
    random: summariseRandom(ofRandom.length > 0 ? seeds : [], ofRandom),
  };
}

export function describeMinimality(
  { members, isExhaustive, random: ofRandom }: Results['minimality'],
  seeds: readonly number[],
): Minimality {
  const nodes: Minimality['nodes'] = [];
  const edges: Minimality['edges'] = [];
  for (const { member, knockedOut, ...change } of members) {
    // K has members of the same sort.
    if (isEdge(member)) edges.push({ edge: member, ...change, knockedOut: knockedOut as CircuitEdge | null });
    else nodes.push({ node: member, ...change, knockedOut: knockedOut as CircuitNode | null });
  }
  return {
    nodes: nodes.toSorted((a, b) => compareNodes(a.node, b.node)),
    edges: edges.toSorted((a, b) => compareEdges(a.edge, b.edge)),
    exhaustive: isExhaustive,
    random: summariseRandom(seeds, ofRandom),
  };
}

export function describeCurve(
  { model, empty, count, order, points }: Results['curve'],
  ranking: CurveRanking,
  metric: MetricId,
  seeds: readonly number[],
): CircuitCurve {
  const { minGap } = describeMetric(metric);
  const normalise = (value: number): number | null => computeFaithfulness(value, { model, empty }, minGap);
  const described = points.map(({ size, circuit, random: ofRandom }) => ({
    size,
    fraction: size / count,
    circuit,
    faithfulness: normalise(circuit),
    random: summariseRandom(
      seeds,
      ofRandom.map((value) => normalise(value)),
    ),
  }));
  const ofSeeds: CurveAreas[] = seeds.map((_, seed) =>
    computeAreas(
      described.map(({ fraction, random: ofRandom }) => ({
        fraction,
        faithfulness: ofRandom.values[seed]!,
      })),
    ),
  );
  return {
    model,
    empty,
    ranking,
    count,
    order: order.flatMap(({ member, effect }) => (isEdge(member) ? [] : [{ node: member, effect }])),
    edgeOrder: order.flatMap(({ member, effect }) => (isEdge(member) ? [{ edge: member, effect }] : [])),
    points: described,
    ...computeAreas(described),
    randomCpr: summariseRandom(
      seeds,
      ofSeeds.map(({ cpr }) => cpr),
    ),
    randomCmd: summariseRandom(
      seeds,
      ofSeeds.map(({ cmd }) => cmd),
    ),
  };
}
