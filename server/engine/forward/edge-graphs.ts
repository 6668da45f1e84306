/**
 * The attention half of a block as ONNX graphs, where each head reads queries, keys and values from inputs of their own, and the sum that
 * such an input is. The graphs have no weights, so one of each serves all layers.
 *
 * An input is the ablated residual stream plus, for each edge that is present, the difference of its sender's output from the
 * sender's ablation value.
 */
import { GraphBuilder, type Value } from '../runtime/onnx/graph';
import { createGraph, type Graph, type NumberArray } from '../runtime/session';
import type { Architecture } from '../models/architecture';
import { causalMask } from './forward';
import { addFoldedNorm } from './graphs';
import { takeHeads, type HeadWeights } from './head-weights';

export interface EdgeGraphs {
  readonly heads: Graph;
  readonly sum: Graph;
  release(): Promise<void>;
}

/** Makes the graphs of an architecture. @throws ENGINE_FAILED */
export async function createEdgeGraphs(architecture: Architecture): Promise<EdgeGraphs> {
  // Another block order joins other senders to the MLP.
  architecture.blockOrder satisfies 'sequential';
  const heads = await createGraph(buildHeadsGraph(architecture));
  const sum = await createGraph(buildSumGraph());
  return {
    heads,
    sum,
    async release() {
      await Promise.all([heads.release(), sum.release()]);
    },
  };
}

/** Adds ablated + present senders: [receiver, row * dModel]. */
function addInputs(graph: GraphBuilder): Value {
  const present = graph.input('present', ['receivers', 'senders']);
  const written = graph.input('written', ['senders', 'numbers']);
  const ablated = graph.input('ablated', [1, 'numbers']);
  return graph.node('Add', [graph.node('MatMul', [present, written]), ablated]);
}

/** Inputs `present` [receivers, senders] of 0 and 1, `written` [senders, n] and `ablated` [1, n]; output `x` [receivers, n]. */
function buildSumGraph(): Uint8Array {
  const graph = new GraphBuilder('edge_sum');
  graph.output(addInputs(graph), 'x', ['receivers', 'numbers']);
  return graph.build();
}

/**
 * Inputs: those of the sum, with the queries, keys and values of some heads as receivers; HeadWeights of these heads (biases
 * [head, 1, dHead]); `ablatedZ` [head, rows, dHead]; `mask` [t, t]; and the shapes `byInput` [3, head, rows, dModel], `bySequence`
 * [head, prompts, t, dHead] and `byRow` [head, rows, dHead]. Output: `difference` [head, rows, dModel], (z - ablated z) W_O.
 */
function buildHeadsGraph(architecture: Architecture): Uint8Array {
  const { dModel: d, dHead } = architecture;
  const graph = new GraphBuilder('edge_heads');
  const byInput = graph.intInput('byInput', [4]);
  const bySequence = graph.intInput('bySequence', [4]);
  const byRow = graph.intInput('byRow', [3]);
  const cut = (value: Value, shape: Value): Value => graph.node('Reshape', [value, shape]);
  const normalised = addFoldedNorm(graph, cut(addInputs(graph), byInput), architecture);
  const parts = graph.split([normalised], 3, { axis: 0 });
  /** Queries, keys or values: [head, prompts, t, dHead]. */
  const project = (name: 'q' | 'k' | 'v', at: number): Value => {
    const rows = graph.node('Squeeze', [parts[at]!, graph.ints([0])]);
    const product = graph.node('MatMul', [rows, graph.input(name, ['heads', d, dHead])]);
    if (name === 'v') return cut(product, bySequence);
    return cut(graph.node('Add', [product, graph.input(`${name}Bias`, ['heads', 1, dHead])]), bySequence);
  };
  const [q, k, v] = [project('q', 0), project('k', 1), project('v', 2)];
  const keys = graph.node('Transpose', [k], { perm: [0, 1, 3, 2] });
  const scores = graph.node('Add', [graph.node('MatMul', [q, keys]), graph.input('mask', ['t', 't'])]);
  const pattern = graph.node('Softmax', [scores], { axis: -1 });
  const z = cut(graph.node('MatMul', [pattern, v]), byRow);
  const changed = graph.node('Sub', [z, graph.input('ablatedZ', ['heads', 'rows', dHead])]);
  const out = graph.node('MatMul', [changed, graph.input('out', ['heads', dHead, d])]);
  graph.output(out, 'difference', ['heads', 'rows', d]);
  return graph.build();
}

/** Inputs of receivers: which senders are present, what they differ by, and the residual stream without any. */
export interface ReceiverSums {
  /** [receiver, sender] */
  readonly present: Float32Array;
  /** [sender, row, dModel]; of the same senders. */
  readonly written: Float32Array;
  /** [row, dModel] */
  readonly ablated: Float32Array;
}

function toInputs({ present, written, ablated }: ReceiverSums): Record<string, NumberArray> {
  const senders = written.length / ablated.length;
  return {
    present: { data: present, shape: [present.length / senders, senders] },
    written: { data: written, shape: [senders, ablated.length] },
    ablated: { data: ablated, shape: [1, ablated.length] },
  };
}

/** The input of one receiver. @param x written: [row, dModel]. */
export async function sumEdges(
  { sum }: Pick<EdgeGraphs, 'sum'>,
  sums: ReceiverSums,
  x: Float32Array,
): Promise<void> {
  await sum.run(toInputs(sums), { x: { data: x, shape: [1, x.length] } });
}

export interface HeadsCall extends ReceiverSums {
  readonly architecture: Architecture;
  readonly prompts: number;
  /** The heads that are computed, ascending. `present` has their queries, then their keys, then their values. */
  readonly taken: readonly number[];
  readonly weights: HeadWeights;
  /** Of all heads: [head, row, dHead]. */
  readonly ablatedZ: Float32Array;
}

/** What heads write beyond their ablation values. @param difference written: [taken head, row, dModel]. */
export async function computeHeads(
  { heads: graph }: Pick<EdgeGraphs, 'heads'>,
  { architecture, prompts, taken, weights, ablatedZ, ...sums }: HeadsCall,
  difference: Float32Array,
): Promise<void> {
  const { dModel: d, dHead, heads } = architecture;
  const rows = sums.ablated.length / d;
  const count = taken.length;
  const take = (all: Float32Array, ...shape: number[]): NumberArray => ({
    data: takeHeads(all, taken, heads),
    shape: [count, ...shape],
  });
  const ints = (...shape: number[]): NumberArray => ({
    data: BigInt64Array.from(shape, BigInt),
    shape: [shape.length],
  });
  await graph.run(
    {
      ...toInputs(sums),
      q: take(weights.q, d, dHead),
      k: take(weights.k, d, dHead),
      v: take(weights.v, d, dHead),
      qBias: take(weights.qBias, 1, dHead),
      kBias: take(weights.kBias, 1, dHead),
      out: take(weights.out, dHead, d),
      ablatedZ: take(ablatedZ, rows, dHead),
      mask: causalMask(rows / prompts),
      byInput: ints(3, count, rows, d),
      bySequence: ints(count, prompts, rows / prompts, dHead),
      byRow: ints(count, rows, dHead),
    },
    { difference: { data: difference, shape: [count, rows, d] } },
  );
}
