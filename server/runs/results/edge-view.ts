/** Values of stored edges between heads. */
import { averageOverPrompts, computeGap, computeRecovery, type Baselines } from '../../../domain/effect';
import { countEdgesInto, EDGE_INPUTS, indexToEdge, type Edge, type EdgeSizes } from '../../../domain/edges';
import { rankLargest } from '../../../domain/rank-largest';
import type { EdgeLayer } from '../../db';
import type { Direction, MetricId } from '../../engine/api';
import { badUserInput } from '../../errors';

/** The edges into one layer without their values; lists never read blobs. */
export type EdgeLayerRow = EdgeLayer;

/** Stored edges in one metric, and what is needed to read them. */
export interface EdgeData {
  readonly sizes: EdgeSizes;
  readonly metric: MetricId;
  readonly direction: Direction;
  /** Raw values by layer of the receivers: [prompt, input, receiver head, sender layer, sender head]. */
  readonly layers: readonly { readonly layer: number; readonly values: Float32Array }[];
  readonly baselines: Baselines;
}

/** An edge and its effect, the mean over prompts. */
export interface EdgeEffect extends Edge {
  /** The metric after the patch, in its unit. */
  readonly value: number;
  readonly change: number;
  /** Null where it is undefined. */
  readonly recovery: number | null;
}

/** [input, receiver layer, receiver head, sender layer, sender head]. */
export function shapeOfEdges({ layers, heads }: EdgeSizes): number[] {
  return [EDGE_INPUTS.length, layers, heads, layers, heads];
}

/**
 * All edges as one array of `shapeOfEdges`; NaN where there is no edge.
 *
 * @param isNormalised recovery (NaN where undefined) instead of raw values.
 * @param prompt index of the prompt, normalised by its own gap; null for the mean over prompts.
 * @throws BAD_USER_INPUT for a prompt that the run does not have.
 */
export function edgeValues(data: EdgeData, isNormalised: boolean, prompt: number | null): Float32Array {
  const { sizes, layers, baselines, direction, metric } = data;
  const prompts = baselines.clean.length;
  if (prompt !== null && !(Number.isInteger(prompt) && prompt >= 0 && prompt < prompts)) {
    const message = `There is no prompt ${prompt}; this run has prompts 0 to ${prompts - 1}.`;
    throw badUserInput([{ path: 'prompt', message }]);
  }
  const gap = computeGap(baselines, direction, prompt);
  const width = sizes.layers * sizes.heads;
  const all = new Float32Array(EDGE_INPUTS.length * width * width).fill(NaN);
  for (const { layer, values } of layers) {
    averageOverPrompts(values, prompts, prompt).forEach((value, index) => {
      const { input, receiverHead, senderLayer, senderHead } = indexToEdge(index, layer, sizes);
      const receiver = (EDGE_INPUTS.indexOf(input) * sizes.layers + layer) * sizes.heads + receiverHead;
      const at = receiver * width + senderLayer * sizes.heads + senderHead;
      all[at] = isNormalised ? computeRecovery(value, gap, metric) : value;
    });
  }
  return all;
}

/** Edges with the largest |change|, largest first. */
export function topEdges(data: EdgeData, k: number): EdgeEffect[] {
  const { sizes, layers, baselines, direction, metric } = data;
  const prompts = baselines.clean.length;
  const gap = computeGap(baselines, direction);
  const means = layers.map(({ values }) => averageOverPrompts(values, prompts, null));
  const all = Float64Array.from(means.flatMap((mean) => [...mean]));
  /** Index of the first edge into each layer. */
  const starts = layers.map((_, at) =>
    layers.slice(0, at).reduce((sum, other) => sum + countEdgesInto(other.layer, sizes), 0),
  );
  return rankLargest(
    all.map((value) => Math.abs(value - gap.base)),
    k,
  ).map((index) => {
    const at = starts.findLastIndex((start) => start <= index);
    const value = all[index]!;
    const recovery = computeRecovery(value, gap, metric);
    return {
      ...indexToEdge(index - starts[at]!, layers[at]!.layer, sizes),
      value,
      change: value - gap.base,
      recovery: Number.isNaN(recovery) ? null : recovery,
    };
  });
}
