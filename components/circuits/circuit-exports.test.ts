import { describe, expect, it } from 'vitest';
import { parseEdges, type CircuitEdge } from '../../domain/circuit-edges';
import type { CircuitEvaluationQueryVariables, Random_RandomFragment } from '../generated/graphql';
import { sampleRun } from '../testing/sample-run';
import { makeCircuitExports } from './circuit-exports';
import type { EvaluatedCircuitFile } from './circuit-files';
import { readCurveRequest } from './curve-ranking';

const random = (...values: (number | null)[]): Random_RandomFragment => ({
  seeds: values.map((_, seed) => seed),
  values,
  mean: null,
  least: null,
  most: null,
});
const head = { __typename: 'CircuitNode' as const, layer: 1, head: 0 };
const mlp = { __typename: 'CircuitNode' as const, layer: 0, head: null };

const file: EvaluatedCircuitFile = {
  run: sampleRun(),
  nodes: [head, mlp],
  edges: [],
  choices: {
    members: 'NODES',
    on: 'CORRUPTED',
    direction: 'DENOISING',
    scope: 'HEADS_AND_MLPS',
    value: 'RESAMPLE',
    valueFrom: 'CLEAN',
    acrossPositions: false,
    donors: [1, 0],
    metric: 'PROB',
  },
  faithfulness: {
    circuit: [0.1, 0.30000001192092896],
    model: [0.5, 0.5],
    empty: [0, 0],
    perPrompt: [0.2, null],
    mean: 0.4,
    random: random(0.25, null),
  },
  completeness: null,
  minimality: {
    nodes: [{ node: head, alone: -0.1, largest: -0.2, knockedOut: mlp }],
    edges: [],
    exhaustive: true,
    random: random(0.05, 0.06),
  },
  curve: {
    model: 0.5,
    empty: 0,
    ranking: 'SWEEPS',
    count: 2,
    edgeOrder: [],
    order: [head, mlp].map((node) => ({ node, effect: null })),
    points: [
      {
        size: 1,
        fraction: 0.5,
        circuit: 0.2,
        faithfulness: 0.4,
        random: random(0.3, 0.1),
      },
    ],
    cpr: 0.7,
    cmd: 0.3,
    randomCpr: random(0.5, 0.5),
    randomCmd: random(0.4, 0.4),
  },
};
const parts = { withCompleteness: false, withMinimality: true, withCurve: true };
const exports = makeCircuitExports(file, { ...readCurveRequest(file.curve), ...parts });

it('writes a row of CSV for each number, with its choices in the header', () => {
  const lines = exports.csv!().split('\n');
  expect(lines).toContain(
    '# choices: {"members":"NODES","on":"CORRUPTED","direction":"DENOISING","scope":"HEADS_AND_MLPS","value":"RESAMPLE","valueFrom":"CLEAN","acrossPositions":false,"donors":[1,0],"metric":"prob","positions":"all"}',
  );
  expect(lines).toContain('# circuit: L1H0 + MLP 0');
  // Full precision; undefined numbers are empty.
  expect(lines).toContain('faithfulness,circuit,,,,,,2,0.30000001192092896');
  expect(lines).toContain('faithfulness,faithfulness,,,,,,2,');
  expect(lines).toContain('faithfulness,faithfulness of a random circuit,,,,,1,,');
  expect(lines).toContain('minimality,largest change,L1H0,MLP 0,,,,,-0.2');
  expect(lines).toContain('curve,faithfulness of a random circuit,,,1,0.5,0,,0.3');
});

it('writes JSON with typed choices; a part that was too costly is null', () => {
  const json = JSON.parse(exports.json!()) as Record<string, unknown>;
  expect(json).toMatchObject({
    format: 'patchbay.circuit',
    choices: { value: 'RESAMPLE', donors: [1, 0], metric: 'prob', positions: 'all' },
    nodes: [
      { layer: 1, head: 0 },
      { layer: 0, head: null },
    ],
    completeness: null,
    curve: { ranking: 'SWEEPS', cpr: 0.7 },
  });
  expect(JSON.stringify(json)).not.toContain('__typename');
});

it('writes a notebook that ablates with the same donors and draws the same random circuits', () => {
  const { cells } = JSON.parse(exports.notebook!()) as { cells: { source: string }[] };
  const code = cells.map(({ source }) => source).join('\n');
  expect(code).toContain('base, source = corrupted, clean');
  expect(code).toContain('values = resampled(model.run_with_cache(clean)[1], [1,0])');
  expect(code).toContain('circuit = [(1, 0), (0, None)]');
  expect(code).toContain('[draw_circuit(circuit, seed) for seed in [0,1]], [0.25, None])');
  expect(code).not.toContain('knockouts = [');
  // The order was given: it has no single effects.
  expect(code).not.toContain('single effects');
});

it('asks for the circuit with the choices that were used', () => {
  expect(exports.requests()[0]!.variables).toMatchObject({
    input: {
      run: 'k3F9',
      circuit: { value: 'RESAMPLE', valueFrom: 'CLEAN', donors: [1, 0], metric: 'PROB' },
    },
    others: 30,
    ranking: 'ABSOLUTE',
    order: [
      { layer: 1, head: 0 },
      { layer: 0, head: null },
    ],
    edgeOrder: null,
  });
});

describe('of a circuit of edges', () => {
  const [toQueries, toLogits] = parseEdges(
    'L0H1>L1H0.Q, mlp 1>logits',
    { layers: 2, heads: 2 },
    'HEADS_AND_MLPS',
  ).edges;
  const ofEdges: EvaluatedCircuitFile = {
    ...file,
    nodes: [],
    edges: [{ ...toQueries!, __typename: 'CircuitEdge' } as CircuitEdge, toLogits!],
    choices: { ...file.choices, members: 'EDGES' },
    completeness: {
      knockouts: [
        { greedy: true, nodes: [], edges: [toLogits!], circuit: 0.1, model: 0.3, difference: -0.2 },
      ],
      meanDifference: 0.2,
      largestDifference: 0.2,
      random: random(0.1),
    },
    minimality: {
      nodes: [],
      edges: [{ edge: toQueries!, alone: -0.1, largest: -0.2, knockedOut: toLogits! }],
      exhaustive: true,
      random: random(0.05),
    },
    curve: {
      ...file.curve!,
      ranking: 'ABSOLUTE',
      count: 59,
      order: [],
      edgeOrder: [{ edge: toLogits!, effect: 0.3 }],
      points: [1, 2, 59].map((size) => ({ ...file.curve!.points[0]!, size })),
    },
  };
  const edgeExports = makeCircuitExports(ofEdges, { ...readCurveRequest(ofEdges.curve), ...parts });

  it('names the edges of each part in CSV', () => {
    const lines = edgeExports.csv!().split('\n');
    expect(lines).toContain('# circuit: L0H1→L1H0.Q + MLP 1→logits');
    expect(lines).toContain('# curve: ranked by ABSOLUTE; fractions of 59 edges');
    expect(lines).toContain('part,quantity,edges,without,size,fraction,seed,prompt,value');
    expect(lines).toContain('completeness,"circuit, greedy knock-out",,MLP 1→logits,,,,,0.1');
    expect(lines).toContain('minimality,largest change,L0H1→L1H0.Q,MLP 1→logits,,,,,-0.2');
    expect(lines).toContain('curve,single effect of the edge of this rank,MLP 1→logits,,1,,,,0.3');
    expect(lines).toContain('curve,every edge ablated,,,,,,,0');
  });

  it('writes the edges into JSON with typed fields', () => {
    expect(JSON.parse(edgeExports.json!())).toMatchObject({
      nodes: [],
      edges: [toQueries, toLogits],
      minimality: { edges: [{ edge: toQueries, knockedOut: toLogits }] },
      curve: { ranking: 'ABSOLUTE', count: 59, edgeOrder: [{ edge: toLogits, effect: 0.3 }] },
    });
  });

  it('asks for edges, with the ranking that the curve has or the order that it was given', () => {
    const { input, ...variables } = edgeExports.requests()[0]!.variables as CircuitEvaluationQueryVariables;
    expect(input.circuit).not.toHaveProperty('nodes');
    expect(input.circuit.edges).toStrictEqual([toQueries, toLogits]);
    expect(variables).toStrictEqual({
      others: 0,
      ranking: 'ABSOLUTE',
      order: null,
      edgeOrder: null,
      ...parts,
    });
    expect(readCurveRequest({ ...ofEdges.curve!, ranking: 'RUN_EDGES' })).toMatchObject({
      ranking: 'RUN_EDGES',
      edgeOrder: null,
    });
    expect(readCurveRequest({ ...ofEdges.curve!, ranking: 'GIVEN' }).edgeOrder).toStrictEqual([toLogits]);
  });

  it('writes a notebook that ablates edges; circuits that the order does not list are left out', () => {
    const { cells } = JSON.parse(edgeExports.notebook!()) as { cells: { source: string }[] };
    const code = cells.map(({ source }) => source).join('\n');
    expect(code).toContain('model.set_use_split_qkv_input(True)');
    expect(code).toContain('circuit = ["L0H1→L1H0.Q", "MLP 1→logits"]');
    expect(code).toContain('("L0H1→L1H0.Q", "MLP 1→logits", -0.1, -0.2)');
    expect(code).toContain('kinds = [list(graph)]');
    expect(code).toContain(
      '    (1, 0.2, [0.4], [0.3, 0.1]),\n    (2, None, [None], [0.3, 0.1]),\n    (59, 0.2, [0.4]',
    );
  });
});
