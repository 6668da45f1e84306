/**
 * The attention weights of a model by head. They are inside the graphs of a loaded model, all heads together, and no second copy is
 * kept; so they are read from the files again where each head reads an input of its own.
 */
import { AppError } from '../../errors';
import { getFamily } from '../models/families/registry';
import { attentionWidth, type Architecture } from '../models/architecture';
import { withWeights } from '../models/weights';
import { splitHeads } from './attention-graphs';
import type { ModelPlace } from './model';

/** One layer. */
export interface HeadWeights {
  /** Queries (scaled by 1 / sqrt(dHead)), keys and values: [3, head, dModel, dHead]. */
  readonly qkv: Float32Array;
  /** [3, head, dHead]. Those of values are 0, since they are in the output bias. */
  readonly qkvBias: Float32Array;
  /** [head, dHead, dModel] */
  readonly out: Float32Array;
}

/** Bytes of all layers. */
export function countHeadWeightBytes(architecture: Architecture): number {
  return 4 * architecture.layers * 4 * architecture.dModel * attentionWidth(architecture);
}

/**
 * Reads all layers.
 *
 * @param weightsSha256 of the model that is in memory.
 * @throws MODEL_UNAVAILABLE when the files are broken, or have changed since the model was loaded.
 */
export async function readHeadWeights(
  { path, family, architecture }: ModelPlace,
  weightsSha256: string,
  beforeCall: () => Promise<void>,
): Promise<HeadWeights[]> {
  const { value, sha256 } = await withWeights(path, getFamily(family), architecture, async (reader) => {
    const layers: HeadWeights[] = [];
    for (let layer = 0; layer < architecture.layers; layer++) {
      await beforeCall();
      const { q, k, v, qBias, kBias, out } = await reader.block(layer);
      const qkv = new Float32Array(3 * q.length);
      for (const [at, all] of [q, k, v].entries())
        qkv.set(splitHeads(all, architecture, 'as it is'), at * q.length);
      const qkvBias = new Float32Array(3 * qBias.length);
      qkvBias.set(qBias);
      qkvBias.set(kBias, qBias.length);
      layers.push({ qkv, qkvBias, out });
    }
    return layers;
  });
  if (sha256 === weightsSha256) return value;
  throw new AppError('MODEL_UNAVAILABLE', 'The weights have changed since the model was loaded. Try again.');
}

/**
 * Some heads of an array [group, head, ...]: the array itself where they are all.
 *
 * @param heads how many each group has.
 */
export function takeHeads(
  all: Float32Array,
  taken: readonly number[],
  heads: number,
  groups = 1,
): Float32Array {
  if (taken.length === heads) return all;
  const size = all.length / heads / groups;
  const some = new Float32Array(groups * taken.length * size);
  let to = 0;
  for (let group = 0; group < groups; group++)
    for (const head of taken) {
      const from = (group * heads + head) * size;
      some.set(all.subarray(from, from + size), to);
      to += size;
    }
  return some;
}
