/** Results of an evaluation as the API gives them and as they are stored. */
import { z } from 'zod';
import {
  compareNodes,
  computeAreas,
  computeFaithfulness,
  type CircuitNode,
  type CurveAreas,
} from '../../../domain/circuit';
import { mean } from '../../../domain/effect';
import { describeMetric, type MetricId } from '../../../domain/metrics';
import { jsonColumn } from '../../db/codec';
import type { CircuitPartResults } from '../../engine/circuits';

const node = z.object({ layer: z.number().int(), head: z.number().int().nullable() });
const defined = z.number().nullable();
const random = z.object({
  seeds: z.array(z.number().int()),
  values: z.array(defined),
  mean: defined,
  least: defined,
  most: defined,
});
const faithfulness = z.object({
  circuit: z.array(z.number()),
  model: z.array(z.number()),
  empty: z.array(z.number()),
  perPrompt: z.array(defined),
  mean: defined,
  random,
});
const completeness = z.object({
  knockouts: z.array(
    z.object({
      greedy: z.boolean(),
      nodes: z.array(node),
      circuit: z.number(),
      model: z.number(),
      difference: z.number(),
    }),
  ),
  meanDifference: defined,
  largestDifference: defined,
  random,
});
const minimality = z.object({
  nodes: z.array(z.object({ node, alone: z.number(), largest: z.number(), knockedOut: node.nullable() })),
  exhaustive: z.boolean(),
  random,
});
const curve = z.object({
  model: z.number(),
  empty: z.number(),
  order: z.array(z.object({ node, effect: defined })),
  points: z.array(
    z.object({
      size: z.number().int(),
      fraction: z.number(),
      circuit: z.number(),
      faithfulness: defined,
      random,
    }),
  ),
  cpr: defined,
  cmd: defined,
  randomCpr: random,
  randomCmd: random,
});
const results = z.object({
  faithfulness,
  completeness: completeness.nullable(),
  minimality: minimality.nullable(),
  curve: curve.nullable(),
});

export type RandomCircuits = z.infer<typeof random>;
export type Faithfulness = z.infer<typeof faithfulness>;
export type Completeness = z.infer<typeof completeness>;
export type Minimality = z.infer<typeof minimality>;
export type CircuitCurve = z.infer<typeof curve>;
/** All parts; null for those that were too costly. */
export type CircuitResults = z.infer<typeof results>;

export const decodeNodes = jsonColumn<CircuitNode[]>('Circuit.nodes', z.array(node));
export const decodeDonors = jsonColumn('Circuit.donors', z.array(z.number().int()));
export const decodeResults = jsonColumn('Circuit.results', results);

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
  result: CircuitPartResults['faithfulness'],
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
  { knockouts, random: ofRandom }: CircuitPartResults['completeness'],
  seeds: readonly number[],
): Completeness {
  const described = knockouts.map(({ isGreedy, members, circuit, model }) => ({
    greedy: isGreedy,
    nodes: members.toSorted(compareNodes),
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
  { members, isExhaustive, random: ofRandom }: CircuitPartResults['minimality'],
  seeds: readonly number[],
): Minimality {
  return {
    nodes: members
      .map(({ member, ...change }) => ({ node: member, ...change }))
      .toSorted((a, b) => compareNodes(a.node, b.node)),
    exhaustive: isExhaustive,
    random: summariseRandom(seeds, ofRandom),
  };
}

export function describeCurve(
  { model, empty, order, points }: CircuitPartResults['curve'],
  metric: MetricId,
  seeds: readonly number[],
): CircuitCurve {
  const { minGap } = describeMetric(metric);
  const normalise = (value: number): number | null => computeFaithfulness(value, { model, empty }, minGap);
  const described = points.map(({ size, circuit, random: ofRandom }) => ({
    size,
    fraction: size / order.length,
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
    order: order.map(({ member, effect }) => ({ node: member, effect })),
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
