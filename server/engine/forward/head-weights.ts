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
  /** [head, dModel, dHead] each; queries are scaled by 1 / sqrt(dHead). */
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
  /** [head, dHead] each. Those of values are in the output bias. */
  readonly qBias: Float32Array;
  readonly kBias: Float32Array;
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
      const [byQ, byK, byV] = [q, k, v].map((all) => splitHeads(all, architecture, 'as it is'));
      layers.push({ q: byQ!, k: byK!, v: byV!, qBias, kBias, out });
    }
    return layers;
  });
  if (sha256 === weightsSha256) return value;
  throw new AppError('MODEL_UNAVAILABLE', 'The weights have changed since the model was loaded. Try again.');
}

/** Some heads of an array [head, ...]: the array itself where they are all. @param heads how many it has. */
export function takeHeads(all: Float32Array, taken: readonly number[], heads: number): Float32Array {
  if (taken.length === heads) return all;
  const size = all.length / heads;
  const some = new Float32Array(taken.length * size);
  for (const [at, head] of taken.entries()) some.set(all.subarray(head * size, (head + 1) * size), at * size);
  return some;
}
