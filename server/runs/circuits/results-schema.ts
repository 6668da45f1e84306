/** The form of results as the API gives them and as they are stored. */
import { z } from 'zod';
import { RECEIVER_INPUTS, type CircuitEdge } from '../../../domain/circuit-edges';
import type { CircuitNode } from '../../../domain/circuit';
import { jsonColumn } from '../../db/codec';

/** A head or an MLP. */
const node = z.object({ layer: z.number().int(), head: z.number().int().nullable() });
const edge = z.object({
  senderLayer: z.number().int().nullable(),
  senderHead: z.number().int().nullable(),
  input: z.enum(RECEIVER_INPUTS),
  receiverLayer: z.number().int().nullable(),
  receiverHead: z.number().int().nullable(),
});
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
/** Lists of edges are empty for circuits of nodes, and were not stored before there were circuits of edges. */
const completeness = z.object({
  knockouts: z.array(
    z.object({
      greedy: z.boolean(),
      nodes: z.array(node),
      edges: z.array(edge).default([]),
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
  edges: z
    .array(z.object({ edge, alone: z.number(), largest: z.number(), knockedOut: edge.nullable() }))
    .default([]),
  exhaustive: z.boolean(),
  random,
});
const curve = z
  .object({
    model: z.number(),
    empty: z.number(),
    /** All curves that were stored before had single effects, and all nodes in their order. */
    ranking: z.enum(['ABSOLUTE', 'SIGNED', 'RUN_EDGES', 'GIVEN']).default('ABSOLUTE'),
    count: z.number().int().optional(),
    order: z.array(z.object({ node, effect: defined })),
    edgeOrder: z.array(z.object({ edge, effect: defined })).default([]),
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
  })
  .transform(({ count, ...rest }) => ({ ...rest, count: count ?? rest.order.length }));
/** All parts of an evaluation, as the API gives them. */
const results = z.object({
  faithfulness,
  completeness: completeness.nullable(),
  minimality: minimality.nullable(),
  curve: curve.nullable(),
});

export { results as circuitResults, node as circuitNode, edge as circuitEdge };

export type RandomCircuits = z.infer<typeof random>;
export type Faithfulness = z.infer<typeof faithfulness>;
export type Completeness = z.infer<typeof completeness>;
export type Minimality = z.infer<typeof minimality>;
export type CircuitCurve = z.infer<typeof curve>;
export type CurveRanking = CircuitCurve['ranking'];
/** All parts; null for those that were too costly. */
export type CircuitResults = z.infer<typeof results>;

export const decodeNodes = jsonColumn<CircuitNode[]>('Circuit.nodes', z.array(node));
export const decodeEdges = jsonColumn<CircuitEdge[]>('Circuit.edges', z.array(edge));
export const decodeDonors = jsonColumn('Circuit.donors', z.array(z.number().int()));
export const decodeResults = jsonColumn('Circuit.results', results);
