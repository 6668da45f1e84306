/**
 * The position-wise parts of a block as ONNX graphs.
 *
 * Three graphs with weights take any number of rows: `qkv` (norm, queries, keys, values), `attentionOut` (z to residual stream)
 * and `mlp` (norm, MLP). Attention between the first two is in attention-graphs.ts. Source: Radford et al. 2019; FastGelu is the
 * tanh form of GELU.
 */
import { GraphBuilder, type Value } from '../runtime/onnx/graph';
import { attentionWidth, type Architecture } from '../models/architecture';
import type { BlockWeights } from '../models/block-weights';

/** Input `x` [rows, dModel]; outputs `q` (scaled by 1 / sqrt(dHead)), `k` and `v` [rows, heads * dHead], heads side by side. */
export function buildQkvGraph(architecture: Architecture, weights: BlockWeights): Uint8Array {
  const { dModel: d } = architecture;
  const width = attentionWidth(architecture);
  const graph = new GraphBuilder('qkv');
  const normalised = addNorm(graph, graph.input('x', ['rows', d]), architecture);
  graph.output(addLinear(graph, normalised, weights.q, weights.qBias, d), 'q', ['rows', width]);
  graph.output(addLinear(graph, normalised, weights.k, weights.kBias, d), 'k', ['rows', width]);
  graph.output(graph.node('MatMul', [normalised, graph.weights(weights.v, [d, width])]), 'v', [
    'rows',
    width,
  ]);
  return graph.build();
}

/** Inputs `x` [rows, dModel] (resid_pre) and `z` [rows, heads * dHead]; output `y` [rows, dModel] (resid_mid). */
export function buildAttentionOutGraph(architecture: Architecture, weights: BlockWeights): Uint8Array {
  const { dModel: d } = architecture;
  const width = attentionWidth(architecture);
  const graph = new GraphBuilder('attention_out');
  const x = graph.input('x', ['rows', d]);
  const z = graph.input('z', ['rows', width]);
  const out = addLinear(graph, z, weights.out, weights.outBias, width);
  graph.output(graph.node('Add', [out, x]), 'y', ['rows', d]);
  return graph.build();
}

/** Input `x` [rows, dModel] (resid_mid); output `y` [rows, dModel] (resid_post). */
export function buildMlpGraph(architecture: Architecture, weights: BlockWeights): Uint8Array {
  const { dModel: d, dMlp } = architecture;
  const graph = new GraphBuilder('mlp');
  const x = graph.input('x', ['rows', d]);
  const normalised = addNorm(graph, x, architecture);
  const hidden = graph.node('MatMul', [normalised, graph.weights(weights.mlpIn, [d, dMlp])]);
  const bias = graph.weights(weights.mlpInBias, [dMlp]);
  const activated = graph.node('FastGelu', [hidden, bias], {}, 'com.microsoft');
  const out = addLinear(graph, activated, weights.mlpOut, weights.mlpOutBias, dMlp);
  graph.output(graph.node('Add', [out, x]), 'y', ['rows', d]);
  return graph.build();
}

/**
 * Final norm and unembedding. The weights are inputs that are not copied, so that the largest matrix of a model is in memory
 * once: `x` [rows, dModel], `gain` and `bias` [dModel], `unembedding` [dVocab, dModel]. Output: `logits` [rows, dVocab].
 */
export function buildUnembedGraph({ dModel: d, dVocab, norm }: Architecture): Uint8Array {
  const graph = new GraphBuilder('unembed');
  const normalised = graph.node(
    'LayerNormalization',
    [graph.input('x', ['rows', d]), graph.input('gain', [d]), graph.input('bias', [d])],
    { axis: -1, epsilon: { float: norm.epsilon } },
  );
  const unembedding = graph.input('unembedding', [dVocab, d]);
  graph.output(graph.node('Gemm', [normalised, unembedding], { transB: 1 }), 'logits', ['rows', dVocab]);
  return graph.build();
}

/** Adds (x - mean) / sqrt(variance + epsilon) over the last axis; gain and bias are folded into the next linear map. */
export function addNorm(graph: GraphBuilder, x: Value, { dModel, norm }: Architecture): Value {
  const ones = graph.weights(new Float32Array(dModel).fill(1), [dModel]);
  return graph.node('LayerNormalization', [x, ones], { axis: -1, epsilon: { float: norm.epsilon } });
}

/** Adds x W + b. @param rows number of inputs of the map. */
export function addLinear(
  graph: GraphBuilder,
  x: Value,
  weight: Float32Array,
  bias: Float32Array,
  rows: number,
): Value {
  return graph.node('Gemm', [
    x,
    graph.weights(weight, [rows, bias.length]),
    graph.weights(bias, [bias.length]),
  ]);
}
