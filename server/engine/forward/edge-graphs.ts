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

/** Inputs `present` [receivers, streams] of 0 and 1 and `written` [streams, n]; output `x` [receivers, n]. */
function buildSumGraph(): Uint8Array {
  const graph = new GraphBuilder('edge_sum');
  graph.output(addInputs(graph), 'x', ['receivers', 'numbers']);
  return graph.build();
}

function addInputs(graph: GraphBuilder): Value {
  const present = graph.input('present', ['receivers', 'streams']);
  return graph.node('MatMul', [present, graph.input('written', ['streams', 'numbers'])]);
}

/**
 * Inputs: those of the sum, with the queries, keys and values of some heads as receivers; HeadWeights of these heads (`qkv`
 * [3 * heads, dModel, dHead], `qkvBias` [3 * heads, 1, dHead], `out` [heads, dHead, dModel]); `ablatedZ` [heads, rows, dHead]; `mask`
 * [t, t]; and the shapes `byReceiver` [3 * heads, rows, dModel], `bySequence` [3, heads, prompts, t, dHead] and `byRow` [heads, rows, dHead].
 * Output: `difference` [heads, rows, dModel], (z - ablated z) W_O.
 */
function buildHeadsGraph(architecture: Architecture): Uint8Array {
  const { dModel: d, dHead } = architecture;
  const graph = new GraphBuilder('edge_heads');
  const cut = (value: Value, shape: Value): Value => graph.node('Reshape', [value, shape]);
  const rows = cut(addInputs(graph), graph.intInput('byReceiver', [3]));
  const normalised = addFoldedNorm(graph, rows, architecture);
  const product = graph.node('MatMul', [normalised, graph.input('qkv', ['receivers', d, dHead])]);
  const biased = graph.node('Add', [product, graph.input('qkvBias', ['receivers', 1, dHead])]);
  const parts = graph.split([cut(biased, graph.intInput('bySequence', [5]))], 3, { axis: 0 });
  const [q, k, v] = parts.map((part) => graph.node('Squeeze', [part, graph.ints([0])])) as [
    Value,
    Value,
    Value,
  ];
  const keys = graph.node('Transpose', [k], { perm: [0, 1, 3, 2] });
  const scores = graph.node('Add', [graph.node('MatMul', [q, keys]), graph.input('mask', ['t', 't'])]);
  const pattern = graph.node('Softmax', [scores], { axis: -1 });
  const z = cut(graph.node('MatMul', [pattern, v]), graph.intInput('byRow', [3]));
  const changed = graph.node('Sub', [z, graph.input('ablatedZ', ['heads', 'rows', dHead])]);
  const out = graph.node('MatMul', [changed, graph.input('out', ['heads', dHead, d])]);
  graph.output(out, 'difference', ['heads', 'rows', d]);
  return graph.build();
}

/** What inputs are sums of: the ablated residual stream, and what senders differ by. */
export interface ReceiverSums {
  /** [receiver, stream]: 1 for streams that are added. */
  readonly present: Float32Array;
  /** [stream, row, dModel]: the ablated residual stream, then the senders. */
  readonly written: Float32Array;
}

/** @param size numbers of one stream. */
function toInputs({ present, written }: ReceiverSums, size: number): Record<string, NumberArray> {
  const streams = written.length / size;
  return {
    present: { data: present, shape: [present.length / streams, streams] },
    written: { data: written, shape: [streams, size] },
  };
}

/** The input of one receiver. @param x written: [row, dModel]. */
export async function sumEdges(
  { sum }: Pick<EdgeGraphs, 'sum'>,
  sums: ReceiverSums,
  x: Float32Array,
): Promise<void> {
  await sum.run(toInputs(sums, x.length), { x: { data: x, shape: [1, x.length] } });
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
  const count = taken.length;
  const rows = difference.length / count / d;
  const floats = (data: Float32Array, ...shape: number[]): NumberArray => ({ data, shape });
  const ints = (...shape: number[]): NumberArray => ({
    data: BigInt64Array.from(shape, BigInt),
    shape: [shape.length],
  });
  await graph.run(
    {
      ...toInputs(sums, rows * d),
      qkv: floats(takeHeads(weights.qkv, taken, heads, 3), 3 * count, d, dHead),
      qkvBias: floats(takeHeads(weights.qkvBias, taken, heads, 3), 3 * count, 1, dHead),
      out: floats(takeHeads(weights.out, taken, heads), count, dHead, d),
      ablatedZ: floats(takeHeads(ablatedZ, taken, heads), count, rows, dHead),
      mask: causalMask(rows / prompts),
      byReceiver: ints(3 * count, rows, d),
      bySequence: ints(3, count, prompts, rows / prompts, dHead),
      byRow: ints(count, rows, dHead),
    },
    { difference: { data: difference, shape: [count, rows, d] } },
  );
}
