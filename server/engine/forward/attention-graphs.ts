/**
 * Attention as ONNX graphs, for positions s..T-1 of many patched runs, with positions 0..s-1 of the base run as a prefix.
 *
 * `attention` has no weights, so one graph serves all layers. `lastAttention` is the attention half of the last block for the
 * last position only. Both exist with and without a prefix. Sizes are inputs, since they differ between calls.
 */
import { GraphBuilder, type Value } from '../runtime/onnx/graph';
import type { NumberArray } from '../runtime/session';
import { attentionWidth, type Architecture } from '../models/architecture';
import { addFoldedNorm, addLinear } from './graphs';
import type { BlockWeights } from '../models/block-weights';

/** Sizes of one call. */
export interface AttentionSizes {
  /** Patched runs. */
  readonly runs: number;
  readonly prompts: number;
  /** Positions of the prefix; 0 for graphs without one. */
  readonly prefix: number;
  /** Positions after the prefix. */
  readonly carried: number;
}

/** End of a slice that goes to the last position. */
const END = 2 ** 31;

/**
 * Queries, keys and values to z.
 *
 * Inputs: `q`, `k` and `v` [runs * prompts, t, heads * dHead]; `mask` [t, t], added to scores; with a prefix `prefixK` and
 * `prefixV` [prompts * heads, s, dHead], shared by all runs; and those of attentionSizes. Outputs: `z` [runs * prompts * t, 1, heads * dHead]
 * and `pattern` [prompts * heads, runs, t, s + t].
 */
export function buildAttentionGraph(architecture: Architecture, hasPrefix: boolean): Uint8Array {
  const { dHead } = architecture;
  const width = attentionWidth(architecture);
  const graph = new GraphBuilder('attention');
  const cut = (value: Value, sizes: Value): Value => graph.node('Reshape', [value, sizes]);
  const byHead = graph.intInput('byHead', [5]);
  const perRun = graph.intInput('perRun', [4]);
  // [runs, prompts, t, heads, dHead] -> [prompts, heads, runs, t, dHead] -> [prompts * heads, runs, t, dHead]
  const [q, k, v] = ['q', 'k', 'v'].map((name) => {
    const rows = cut(graph.input(name, ['sequences', 't', width]), byHead);
    return cut(graph.node('Transpose', [rows], { perm: [1, 3, 0, 2, 4] }), perRun);
  }) as [Value, Value, Value];
  const keys = graph.node('Transpose', [k], { perm: [0, 1, 3, 2] });
  const ownScores = graph.node('Add', [graph.node('MatMul', [q, keys]), graph.input('mask', ['t', 't'])]);
  let pattern: Value;
  let z: Value;
  if (hasPrefix) {
    const prefix = prefixInputs(graph, dHead);
    // All runs share the prefix, so their queries are one matrix [prompts * heads, runs * t, dHead].
    const together = cut(q, graph.intInput('together', [3]));
    const prefixScores = graph.node('MatMul', [together, prefix.keys]);
    const parts = softmax(graph, cut(prefixScores, graph.intInput('prefixPerRun', [4])), ownScores);
    const weights = cut(parts.toPrefix, graph.intInput('prefixTogether', [3]));
    const ofPrefix = cut(graph.node('MatMul', [weights, prefix.values]), perRun);
    pattern = parts.pattern;
    z = graph.node('Add', [ofPrefix, graph.node('MatMul', [parts.toOwn, v])]);
  } else {
    pattern = graph.node('Softmax', [ownScores], { axis: -1 });
    z = graph.node('MatMul', [pattern, v]);
  }
  // [prompts, heads, runs, t, dHead] -> [runs, prompts, t, heads, dHead]
  const byRun = graph.node('Transpose', [cut(z, graph.intInput('fromHead', [5]))], { perm: [2, 0, 3, 1, 4] });
  graph.output(graph.node('Reshape', [byRun, graph.ints([-1, 1, width])]), 'z', ['rows', 1, width]);
  graph.output(pattern, 'pattern', ['prompts_heads', 'runs', 't', 'T']);
  return graph.build();
}

/** Makes the int64 inputs of `attention`: the shapes of its tensors. */
export function attentionSizes(
  { heads, dHead }: Architecture,
  { runs, prompts, prefix, carried }: AttentionSizes,
): Record<string, NumberArray> {
  const sequences = prompts * heads;
  const own = {
    byHead: [runs, prompts, carried, heads, dHead],
    fromHead: [prompts, heads, runs, carried, dHead],
    perRun: [sequences, runs, carried, dHead],
  };
  if (prefix === 0) return intArrays(own);
  return intArrays({
    ...own,
    together: [sequences, runs * carried, dHead],
    prefixPerRun: [sequences, runs, carried, prefix],
    prefixTogether: [sequences, runs * carried, prefix],
    widths: [prefix, carried],
  });
}

/**
 * The attention half of the last block for the last position, the only one that is read: resid_pre to resid_mid.
 *
 * With one query per head, keys and values of the carried positions need not be computed: q k = (W_K q) x and pattern v =
 * W_V (pattern x), so that the cost of a run is one row, however many positions it carries.
 *
 * Inputs: `x` [runs * prompts, t, dModel]; with a prefix `prefixK` and `prefixV` [prompts * heads, s, dHead] and
 * those of lastAttentionSizes. Output: `y` [runs * prompts, dModel].
 */
export function buildLastAttentionGraph(
  architecture: Architecture,
  weights: BlockWeights,
  hasPrefix: boolean,
): Uint8Array {
  const { dModel: d, dHead, heads } = architecture;
  const graph = new GraphBuilder('last_attention');
  const x = graph.input('x', ['sequences', 't', d]);
  const normalised = addFoldedNorm(graph, x, architecture);
  const last = (rows: Value): Value => {
    const row = graph.node('Slice', [rows, graph.ints([-1]), graph.ints([END]), graph.ints([1])]);
    return graph.node('Reshape', [row, graph.ints([-1, d])]);
  };
  /** [sequences, heads, any] -> [heads, sequences, any], and back */
  const swap = (value: Value): Value => graph.node('Transpose', [value], { perm: [1, 0, 2] });
  const q = addLinear(graph, last(normalised), weights.q, weights.qBias, d);
  const queries = swap(graph.node('Reshape', [q, graph.ints([-1, heads, dHead])]));
  const readKeys = graph.node('MatMul', [
    queries,
    graph.weights(splitHeads(weights.k, architecture, 'transposed'), [heads, dHead, d]),
  ]);
  const keyBias = graph.node('MatMul', [queries, graph.weights(weights.kBias, [heads, dHead, 1])]);
  const transposed = graph.node('Transpose', [normalised], { perm: [0, 2, 1] });
  // [sequences, heads, t]
  const ownScores = graph.node('Add', [graph.node('MatMul', [swap(readKeys), transposed]), swap(keyBias)]);
  /** Weighted values of the carried positions: [sequences, heads, dHead]. */
  const ownOutput = (pattern: Value): Value => {
    const mixed = swap(graph.node('MatMul', [pattern, normalised]));
    const ofValues = graph.weights(splitHeads(weights.v, architecture, 'as it is'), [heads, d, dHead]);
    return swap(graph.node('MatMul', [mixed, ofValues]));
  };
  let z: Value;
  if (hasPrefix) {
    const prefix = prefixInputs(graph, dHead);
    const cut = (value: Value, name: string, rank: number): Value =>
      graph.node('Reshape', [value, graph.intInput(name, [rank])]);
    // [runs, prompts * heads, 1, dHead] -> [runs, prompts * heads, 1, s] -> [sequences, heads, s]
    const prefixScores = graph.node('MatMul', [cut(q, 'byRun', 4), prefix.keys]);
    const { toPrefix, toOwn } = softmax(graph, cut(prefixScores, 'scores', 3), ownScores);
    const ofPrefix = graph.node('MatMul', [cut(toPrefix, 'scoresByRun', 4), prefix.values]);
    const outputs = graph.node('Reshape', [ofPrefix, graph.ints([-1, heads, dHead])]);
    z = graph.node('Add', [outputs, ownOutput(toOwn)]);
  } else {
    z = ownOutput(graph.node('Softmax', [ownScores], { axis: -1 }));
  }
  const width = attentionWidth(architecture);
  const joined = graph.node('Reshape', [z, graph.ints([-1, width])]);
  const out = addLinear(graph, joined, weights.out, weights.outBias, width);
  graph.output(graph.node('Add', [out, last(x)]), 'y', ['sequences', d]);
  return graph.build();
}

/** Makes the int64 inputs of `lastAttention`. */
export function lastAttentionSizes(
  { heads, dHead }: Architecture,
  { runs, prompts, prefix, carried }: AttentionSizes,
): Record<string, NumberArray> {
  if (prefix === 0) return {};
  return intArrays({
    byRun: [runs, prompts * heads, 1, dHead],
    scores: [runs * prompts, heads, prefix],
    scoresByRun: [runs, prompts * heads, 1, prefix],
    widths: [prefix, carried],
  });
}

/** Adds the inputs of a prefix: keys, transposed to [prompts * heads, dHead, s], and values [prompts * heads, s, dHead]. */
function prefixInputs(graph: GraphBuilder, dHead: number): { keys: Value; values: Value } {
  const [keys, values] = ['prefixK', 'prefixV'].map((name) =>
    graph.input(name, ['prompts_heads', 's', dHead]),
  ) as [Value, Value];
  return { keys: graph.node('Transpose', [keys], { perm: [0, 2, 1] }), values };
}

/** Adds the softmax over prefix and carried positions: the whole pattern, and its two parts. */
function softmax(graph: GraphBuilder, prefixScores: Value, ownScores: Value) {
  const scores = graph.node('Concat', [prefixScores, ownScores], { axis: -1 });
  const pattern = graph.node('Softmax', [scores], { axis: -1 });
  const widths = graph.intInput('widths', [2]);
  const [toPrefix, toOwn] = graph.split([pattern, widths], 2, { axis: -1 }) as [Value, Value];
  return { pattern, toPrefix, toOwn };
}

function intArrays(lists: Readonly<Record<string, readonly number[]>>): Record<string, NumberArray> {
  return Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [
      name,
      { data: BigInt64Array.from(list, BigInt), shape: [list.length] },
    ]),
  );
}

/** Splits [dModel, heads * dHead] by head: [heads, dModel, dHead], or transposed [heads, dHead, dModel]. */
export function splitHeads(
  weight: Float32Array,
  architecture: Pick<Architecture, 'dModel' | 'dHead' | 'heads'>,
  order: 'as it is' | 'transposed',
): Float32Array {
  const { dModel: d, dHead } = architecture;
  const width = attentionWidth(architecture);
  const result = new Float32Array(weight.length);
  for (let row = 0; row < d; row++) {
    for (let column = 0; column < width; column++) {
      const head = Math.floor(column / dHead);
      const at = order === 'as it is' ? (head * d + row) * dHead + (column % dHead) : column * d + row;
      result[at] = weight[row * width + column]!;
    }
  }
  return result;
}
