/** Parts of an evaluation of a circuit of name movers. */
import type {
  Choices_ChoicesFragment,
  Completeness_PartFragment,
  Faithfulness_PartFragment,
  Minimality_PartFragment,
  StoredCircuit_CircuitFragment,
} from '../generated/graphql';
import type { ShownCurve } from './curve-ranking';

const random = (mean: number, spread: number) => ({
  __typename: 'RandomCircuits',
  seeds: [1, 2, 3],
  values: [mean - spread, mean, mean + spread],
  mean,
  least: mean - spread,
  most: mean + spread,
});
const NODES = [
  [0, null],
  [7, 9],
  [8, 6],
  [8, 10],
  [9, 6],
  [9, 9],
  [10, 0],
].map(([layer, head]) => ({ __typename: 'CircuitNode', layer: layer!, head: head ?? null }));

export const CHOICES = {
  __typename: 'CircuitChoices',
  members: 'NODES',
  on: 'CLEAN',
  direction: 'NOISING',
  scope: 'HEADS_AND_MLPS',
  value: 'MEAN',
  valueFrom: 'CLEAN',
  acrossPositions: false,
  donors: null,
  metric: 'LOGIT_DIFF',
} as unknown as Choices_ChoicesFragment;

export const CIRCUIT_NODES = NODES as readonly { readonly layer: number; readonly head: number | null }[];

export const FAITHFULNESS = {
  __typename: 'Faithfulness',
  circuit: [2.6, 2.9, 3.1, 2.2],
  model: [2.4, 3.1, 3.4, 4.2],
  empty: [0.1, -0.2, 0.3, 0],
  perPrompt: [1.09, 0.94, 0.9, 0.52],
  mean: 0.83,
  random: random(0.12, 0.18),
} as unknown as Faithfulness_PartFragment;

export const COMPLETENESS = {
  __typename: 'Completeness',
  knockouts: Array.from({ length: 12 }, (_, at) => {
    const [circuit, model] = [2.7 - 0.25 * at, 3.2 - 0.22 * at + 0.2 * Math.sin(at)];
    return {
      __typename: 'Knockout',
      greedy: at > 7,
      nodes: NODES.slice(0, 1 + (at % 5)),
      edges: [],
      circuit,
      model,
      difference: circuit - model,
    };
  }),
  meanDifference: 0.42,
  largestDifference: Math.max(
    ...Array.from({ length: 12 }, (_, at) =>
      Math.abs(2.7 - 0.25 * at - (3.2 - 0.22 * at + 0.2 * Math.sin(at))),
    ),
  ),
  random: random(1.4, 0.6),
} as unknown as Completeness_PartFragment;

export const MINIMALITY = {
  __typename: 'Minimality',
  nodes: NODES.map((node, at) => ({
    __typename: 'NodeChange',
    node,
    alone: -0.9 + 0.17 * at,
    largest: -1.4 + 0.13 * at,
    knockedOut: at % 2 === 0 ? null : NODES[(at + 1) % NODES.length],
  })),
  edges: [],
  exhaustive: false,
  random: random(0.05, 0.04),
} as unknown as Minimality_PartFragment;

export const CURVE = {
  __typename: 'CircuitCurve',
  model: 3.27,
  empty: 0.05,
  ranking: 'ABSOLUTE',
  count: 156,
  order: NODES.map((node, at) => ({ __typename: 'RankedNode', node, effect: 1 - 0.1 * at })),
  edgeOrder: [],
  points: [1, 2, 5, 10, 20, 50, 100, 156].map((size, at) => ({
    __typename: 'CurvePoint',
    size,
    fraction: size / 156,
    circuit: 0.4 * at,
    faithfulness: 1 - 0.9 * Math.exp(-size / 9),
    random: random(Math.min(1, size / 170), 0.08),
  })),
  cpr: 0.87,
  cmd: 0.14,
  randomCpr: random(0.48, 0.05),
  randomCmd: random(0.52, 0.05),
} as unknown as ShownCurve;

export const STORED_CIRCUIT = {
  id: 'C1',
  name: 'Name movers',
  createdAt: '2026-11-26T10:00:00.000Z',
  canDelete: true,
  creator: { id: 'u', name: 'Ada Lovelace' },
  nodes: [
    { layer: 9, head: 9 },
    { layer: 10, head: 0 },
    { layer: 0, head: null },
  ],
  edges: [],
  choices: {
    members: 'NODES',
    on: 'CLEAN',
    direction: 'DENOISING',
    scope: 'HEADS_AND_MLPS',
    value: 'MEAN',
    valueFrom: 'CLEAN',
    acrossPositions: false,
    metric: 'LOGIT_DIFF',
    seed: 1,
  },
  faithfulness: { mean: 0.83, random: { seeds: [1, 2, 3], mean: 0.12, least: -0.05, most: 0.31 } },
} as unknown as StoredCircuit_CircuitFragment;
