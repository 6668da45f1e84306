/**
 * GPT-2's block as ONNX graphs.
 *
 * Three graphs with weights work on rows of any number, since all they do is position-wise: `qkv` (LayerNorm, queries,
 * keys, values), `attentionOut` (z to residual stream) and `mlp` (LayerNorm, MLP). Between the first two stands
 * `attention`, which has no weights, so that one serves all layers: with a prefix of keys and values from an unpatched
 * run, or without. Source: Radford et al. 2019; FastGelu is GPT-2's gelu_new (tanh form).
 */
import { GraphBuilder, type Value } from '../onnx/graph';
import type { Gpt2Config } from './config';
import type { BlockWeights } from './weights';

/** Inputs `x` [rows, dModel]; output `qkv` [rows, 3 dModel], queries scaled. */
export function qkvGraph(config: Gpt2Config, weights: BlockWeights): Uint8Array {
  const { dModel: d } = config;
  const graph = new GraphBuilder('qkv');
  const x = graph.input('x', ['rows', d]);
  const normalised = layerNorm(graph, x, config);
  graph.output(linear(graph, normalised, weights.qkv, weights.qkvBias, d), 'qkv', ['rows', 3 * d]);
  return graph.build();
}

/** Inputs `x` [rows, dModel] (resid_pre) and `z` [rows, dModel]; output `y` [rows, dModel] (resid_mid). */
export function attentionOutGraph({ dModel: d }: Gpt2Config, weights: BlockWeights): Uint8Array {
  const graph = new GraphBuilder('attention_out');
  const x = graph.input('x', ['rows', d]);
  const z = graph.input('z', ['rows', d]);
  const out = linear(graph, z, weights.out, weights.outBias, d);
  graph.output(graph.node('Add', [out, x]), 'y', ['rows', d]);
  return graph.build();
}

/** Input `x` [rows, dModel] (resid_mid); output `y` [rows, dModel] (resid_post). */
export function mlpGraph(config: Gpt2Config, weights: BlockWeights): Uint8Array {
  const { dModel: d, dMlp } = config;
  const graph = new GraphBuilder('mlp');
  const x = graph.input('x', ['rows', d]);
  const normalised = layerNorm(graph, x, config);
  const hidden = graph.node('MatMul', [normalised, graph.weights(weights.mlpIn, [d, dMlp])]);
  const bias = graph.weights(weights.mlpInBias, [dMlp]);
  const activated = graph.node('FastGelu', [hidden, bias], {}, 'com.microsoft');
  const out = linear(graph, activated, weights.mlpOut, weights.mlpOutBias, dMlp);
  graph.output(graph.node('Add', [out, x]), 'y', ['rows', d]);
  return graph.build();
}

/**
 * Attention of positions s..T-1 of many patched runs, of each prompt: `runs` x `prompts` sequences.
 *
 * Inputs: `qkv` [runs * prompts, t, 3 dModel]; `shape` = [runs, prompts * heads, t, dHead]; `mask` [t, t], added to
 * scores; with a prefix also `prefixK` and `prefixV` [1, prompts * heads, s, dHead] and `sizes` = [s, t]. Output: `z` [runs * prompts, t, dModel]; without a prefix also
 * `pattern` [runs, prompts * heads, t, t].
 */
export function attentionGraph({ heads, dHead, dModel: d }: Gpt2Config, hasPrefix: boolean): Uint8Array {
  const graph = new GraphBuilder('attention');
  const qkv = graph.input('qkv', ['sequences', 't', 3 * d]);
  const shape = graph.intInput('shape', [4]);
  const mask = graph.input('mask', ['t', 't']);
  // [sequences, t, 3 heads, dHead] -> [sequences, 3 heads, t, dHead] -> q, k, v of [sequences, heads, t, dHead]
  const byHead = graph.node('Reshape', [qkv, graph.ints([0, 0, 3 * heads, dHead])]);
  const transposed = graph.node('Transpose', [byHead], { perm: [0, 2, 1, 3] });
  const parts = graph.split([transposed, graph.ints([heads, heads, heads])], 3, { axis: 1 });
  // [runs, prompts * heads, t, dHead]
  const [q, k, v] = parts.map((part) => graph.node('Reshape', [part, shape])) as [Value, Value, Value];
  const keys = graph.node('Transpose', [k], { perm: [0, 1, 3, 2] });
  const ownScores = graph.node('Add', [graph.node('MatMul', [q, keys]), mask]);
  let z: Value;
  let pattern: Value;
  if (hasPrefix) {
    const prefixK = graph.input('prefixK', [1, 'prompts_heads', 's', dHead]);
    const prefixV = graph.input('prefixV', [1, 'prompts_heads', 's', dHead]);
    const sizes = graph.intInput('sizes', [2]);
    const prefixKeys = graph.node('Transpose', [prefixK], { perm: [0, 1, 3, 2] });
    const prefixScores = graph.node('MatMul', [q, prefixKeys]);
    const scores = graph.node('Concat', [prefixScores, ownScores], { axis: -1 });
    pattern = graph.node('Softmax', [scores], { axis: -1 });
    const [onPrefix, onOwn] = graph.split([pattern, sizes], 2, { axis: -1 }) as [Value, Value];
    z = graph.node('Add', [graph.node('MatMul', [onPrefix, prefixV]), graph.node('MatMul', [onOwn, v])]);
  } else {
    pattern = graph.node('Softmax', [ownScores], { axis: -1 });
    z = graph.node('MatMul', [pattern, v]);
  }
  // Back to [sequences, t, dModel]; the number of sequences is what is left over.
  const dHeadLast = graph.node('Reshape', [
    z,
    graph.node('Concat', [graph.ints([-1, heads]), tail(graph, shape)], { axis: 0 }),
  ]);
  const byPosition = graph.node('Transpose', [dHeadLast], { perm: [0, 2, 1, 3] });
  graph.output(graph.node('Reshape', [byPosition, graph.ints([0, 0, d])]), 'z', ['sequences', 't', d]);
  if (!hasPrefix) graph.output(pattern, 'pattern', ['runs', 'prompts_heads', 't', 't']);
  return graph.build();
}

/** The last two of four integers. */
function tail(graph: GraphBuilder, shape: Value): Value {
  return graph.node('Slice', [shape, graph.ints([2]), graph.ints([4])]);
}

/** (x - mean) / sqrt(variance + eps) over the last axis; gain and bias are folded into what follows. */
function layerNorm(graph: GraphBuilder, x: Value, { dModel, layerNormEpsilon }: Gpt2Config): Value {
  const ones = graph.weights(new Float32Array(dModel).fill(1), [dModel]);
  return graph.node('LayerNormalization', [x, ones], { axis: -1, epsilon: { float: layerNormEpsilon } });
}

function linear(
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
