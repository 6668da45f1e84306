/**
 * GPT-2's block as ONNX graphs: what is done to each position by itself.
 *
 * Three graphs with weights work on rows of any number, since all they do is position-wise: `qkv` (LayerNorm, queries,
 * keys, values), `attentionOut` (z to residual stream) and `mlp` (LayerNorm, MLP). What stands between the first two is in
 * attention-graphs.ts. Source: Radford et al. 2019; FastGelu is GPT-2's gelu_new (tanh form).
 */
import { GraphBuilder, type Value } from '../runtime/onnx/graph';
import { attentionWidth, type Architecture } from '../models/architecture';
import type { BlockWeights } from '../models/block-weights';

/** Input `x` [rows, dModel]; outputs `q` (scaled by 1 / sqrt(dHead)), `k` and `v` [rows, heads * dHead], heads side by side. */
export function qkvGraph(architecture: Architecture, weights: BlockWeights): Uint8Array {
  const { dModel: d } = architecture;
  const width = attentionWidth(architecture);
  const graph = new GraphBuilder('qkv');
  const normalised = layerNorm(graph, graph.input('x', ['rows', d]), architecture);
  graph.output(linear(graph, normalised, weights.q, weights.qBias, d), 'q', ['rows', width]);
  graph.output(linear(graph, normalised, weights.k, weights.kBias, d), 'k', ['rows', width]);
  graph.output(graph.node('MatMul', [normalised, graph.weights(weights.v, [d, width])]), 'v', [
    'rows',
    width,
  ]);
  return graph.build();
}

/** Inputs `x` [rows, dModel] (resid_pre) and `z` [rows, heads * dHead]; output `y` [rows, dModel] (resid_mid). */
export function attentionOutGraph(architecture: Architecture, weights: BlockWeights): Uint8Array {
  const { dModel: d } = architecture;
  const width = attentionWidth(architecture);
  const graph = new GraphBuilder('attention_out');
  const x = graph.input('x', ['rows', d]);
  const z = graph.input('z', ['rows', width]);
  const out = linear(graph, z, weights.out, weights.outBias, width);
  graph.output(graph.node('Add', [out, x]), 'y', ['rows', d]);
  return graph.build();
}

/** Input `x` [rows, dModel] (resid_mid); output `y` [rows, dModel] (resid_post). */
export function mlpGraph(architecture: Architecture, weights: BlockWeights): Uint8Array {
  const { dModel: d, dMlp } = architecture;
  const graph = new GraphBuilder('mlp');
  const x = graph.input('x', ['rows', d]);
  const normalised = layerNorm(graph, x, architecture);
  const hidden = graph.node('MatMul', [normalised, graph.weights(weights.mlpIn, [d, dMlp])]);
  const bias = graph.weights(weights.mlpInBias, [dMlp]);
  const activated = graph.node('FastGelu', [hidden, bias], {}, 'com.microsoft');
  const out = linear(graph, activated, weights.mlpOut, weights.mlpOutBias, dMlp);
  graph.output(graph.node('Add', [out, x]), 'y', ['rows', d]);
  return graph.build();
}

/**
 * ln_final and unembedding. Its weights are inputs, read where they are, so that the largest of a model's matrices is not
 * held twice: `x` [rows, dModel], `gain` and `bias` [dModel], `unembedding` [dVocab, dModel]. Output: `logits` [rows, dVocab].
 */
export function unembedGraph({ dModel: d, dVocab, norm }: Architecture): Uint8Array {
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

/** (x - mean) / sqrt(variance + eps) over the last axis; gain and bias are folded into what follows. */
export function layerNorm(graph: GraphBuilder, x: Value, { dModel, norm }: Architecture): Value {
  const ones = graph.weights(new Float32Array(dModel).fill(1), [dModel]);
  return graph.node('LayerNormalization', [x, ones], { axis: -1, epsilon: { float: norm.epsilon } });
}

/** x W + b. @param rows inputs of the map. */
export function linear(
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
