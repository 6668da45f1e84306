/**
 * The position-wise parts of a block as ONNX graphs.
 *
 * Three graphs with weights take any number of rows: `qkv` (norm, queries, keys, values), `attentionOut` (z to residual stream)
 * and `mlp` (norm, MLP). Attention between the first two is in attention-graphs.ts. Source: Radford et al. 2019; FastGelu is the
 * tanh form of GELU.
 */
import { GraphBuilder, type Value } from '../runtime/onnx/graph';
import { attentionWidth, type Architecture, type Mlp, type Norm } from '../models/architecture';
import type { BlockWeights } from '../models/block-weights';

/** Input `x` [rows, dModel]; outputs `q` (scaled by 1 / sqrt(dHead)), `k` and `v` [rows, heads * dHead], heads side by side. */
export function buildQkvGraph(architecture: Architecture, weights: BlockWeights): Uint8Array {
  const { dModel: d } = architecture;
  const width = attentionWidth(architecture);
  const graph = new GraphBuilder('qkv');
  const normalised = addFoldedNorm(graph, graph.input('x', ['rows', d]), architecture);
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
  const normalised = addFoldedNorm(graph, x, architecture);
  const hidden = graph.node('MatMul', [normalised, graph.weights(weights.mlpIn, [d, dMlp])]);
  const bias = graph.weights(weights.mlpInBias, [dMlp]);
  const activated = addActivation(graph, hidden, bias, architecture.mlp);
  const out = addLinear(graph, activated, weights.mlpOut, weights.mlpOutBias, dMlp);
  graph.output(graph.node('Add', [out, x]), 'y', ['rows', d]);
  return graph.build();
}

/** Input `x` [rows, dModel] (resid_mid); output `post` [rows, dMlp], the activations of the neurons (mlp.hook_post). */
export function buildNeuronGraph(
  architecture: Architecture,
  { mlpIn, mlpInBias }: Pick<BlockWeights, 'mlpIn' | 'mlpInBias'>,
): Uint8Array {
  const { dModel: d, dMlp } = architecture;
  const graph = new GraphBuilder('neurons');
  const normalised = addFoldedNorm(graph, graph.input('x', ['rows', d]), architecture);
  const hidden = graph.node('MatMul', [normalised, graph.weights(mlpIn, [d, dMlp])]);
  const activated = addActivation(graph, hidden, graph.weights(mlpInBias, [dMlp]), architecture.mlp);
  graph.output(activated, 'post', ['rows', dMlp]);
  return graph.build();
}

/**
 * Final norm and unembedding. The weights are inputs that are not copied, so that the largest matrix of a model is in memory
 * once: `x` [rows, dModel], `gain` and `bias` [dModel], `unembedding` [dVocab, dModel]. Output: `logits` [rows, dVocab].
 */
export function buildUnembedGraph({ dModel: d, dVocab, norm }: Architecture): Uint8Array {
  const graph = new GraphBuilder('unembed');
  const x = graph.input('x', ['rows', d]);
  const normalised = addNorm(graph, x, norm, [graph.input('gain', [d]), graph.input('bias', [d])]);
  const unembedding = graph.input('unembedding', [dVocab, d]);
  graph.output(graph.node('Gemm', [normalised, unembedding], { transB: 1 }), 'logits', ['rows', dVocab]);
  return graph.build();
}

/** Input `logits` [rows, dVocab]; output `probabilities` [rows, dVocab], their softmax. */
export function buildSoftmaxGraph({ dVocab }: Architecture): Uint8Array {
  const graph = new GraphBuilder('softmax');
  const logits = graph.input('logits', ['rows', dVocab]);
  graph.output(graph.node('Softmax', [logits], { axis: -1 }), 'probabilities', ['rows', dVocab]);
  return graph.build();
}

/**
 * Adds a normalisation over the last axis.
 *
 * @param weights gain and bias; in a block both are folded into the next linear map and the gain is 1.
 */
export function addNorm(graph: GraphBuilder, x: Value, norm: Norm, weights: readonly Value[]): Value {
  switch (norm.kind) {
    case 'layer':
      return graph.node('LayerNormalization', [x, ...weights], {
        axis: -1,
        epsilon: { float: norm.epsilon },
      });
  }
}

/** Adds the normalisation of a block, with gain and bias folded away. */
export function addFoldedNorm(graph: GraphBuilder, x: Value, { dModel, norm }: Architecture): Value {
  return addNorm(graph, x, norm, [graph.weights(new Float32Array(dModel).fill(1), [dModel])]);
}

/** Adds the activation of x + bias. */
function addActivation(graph: GraphBuilder, x: Value, bias: Value, { activation }: Mlp): Value {
  switch (activation) {
    case 'gelu_tanh':
      return graph.node('FastGelu', [x, bias], {}, 'com.microsoft');
  }
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
