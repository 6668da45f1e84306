/** The edges between heads of a run as JSON: of each receiver layer, as they are stored. */
import { EDGE_INPUTS } from '../../domain/edges';
import type { Direction, Metric } from '../generated/graphql';
import { toMetricId } from '../sweep/metrics';
import { encodeFloats } from './base64';

/** The edges of a run in one direction and metric. */
export interface EdgeArrays {
  readonly direction: Direction;
  readonly metric: Metric;
  readonly elapsedMs: number;
  /** Layers of receivers. */
  readonly layers: readonly number[];
  /** By prompt: [input, receiver layer, receiver head, sender layer, sender head]. */
  readonly prompts: readonly Float32Array[];
}

/** Lists the edges by direction, layer and metric: [prompt, input, receiver head, sender layer, sender head], without pairs that are no edge. */
export function describeEdges(
  arrays: readonly EdgeArrays[],
  { layers, heads }: { readonly layers: number; readonly heads: number },
  prompts: number,
) {
  const directions = [...new Set(arrays.map(({ direction }) => direction))];
  return directions.map((direction) => {
    const own = arrays.filter((one) => one.direction === direction);
    return {
      direction,
      elapsedMs: own[0]!.elapsedMs,
      layers: own[0]!.layers.map((layer) => ({
        layer,
        values: own.map((one) => ({
          metric: toMetricId(one.metric),
          perPrompt: {
            dtype: 'float32',
            byteOrder: 'little',
            encoding: 'base64',
            shape: [prompts, EDGE_INPUTS.length, heads, layer, heads],
            data: encodeFloats(pickLayer(one.prompts, layer, { layers, heads })),
          },
        })),
      })),
    };
  });
}

/** The edges into one layer, of every prompt. */
function pickLayer(
  prompts: readonly Float32Array[],
  layer: number,
  { layers, heads }: { readonly layers: number; readonly heads: number },
): Float32Array {
  const senders = layer * heads;
  const picked = new Float32Array(prompts.length * EDGE_INPUTS.length * heads * senders);
  let at = 0;
  for (const values of prompts) {
    for (let input = 0; input < EDGE_INPUTS.length; input++) {
      for (let head = 0; head < heads; head++) {
        const from = ((input * layers + layer) * heads + head) * layers * heads;
        picked.set(values.subarray(from, from + senders), at);
        at += senders;
      }
    }
  }
  return picked;
}
