/** The unpatched run: caches every activation that patches read, by layer. */
import { attentionWidth, type Architecture } from '../models/architecture';
import { attentionSizes } from './attention-graphs';
import type { LoadedModel } from './model';

/** Rows (sequences x positions) of one call: enough for efficient matrix products, few enough for their results to stay in cache. */
export const MAX_ROWS = 512;

/** Activations of one block, by TransformerLens' hook names; `q` alone is scaled. */
export interface BlockCache {
  /** hook_resid_pre [prompt, position, dModel] */
  readonly pre: Float32Array;
  /** hook_resid_mid [prompt, position, dModel] */
  readonly mid: Float32Array;
  /** attn.hook_q divided by sqrt(dHead), since the query weights have that factor [prompt, position, head, dHead] */
  readonly q: Float32Array;
  /** attn.hook_k [prompt, position, head, dHead] */
  readonly k: Float32Array;
  /** attn.hook_v [prompt, position, head, dHead] */
  readonly v: Float32Array;
  /** attn.hook_z [prompt, position, head, dHead] */
  readonly z: Float32Array;
  /** attn.hook_pattern [prompt, head, dest, src] */
  readonly pattern: Float32Array;
}

export interface RunCache {
  readonly prompts: number;
  /** Tokens of each prompt. */
  readonly length: number;
  readonly blocks: readonly BlockCache[];
  /** hook_resid_post of the last block [prompt, position, dModel]. */
  readonly post: Float32Array;
}

/** Counts the bytes of the cache of one prompt of `length` tokens. */
export function countCacheBytes(
  architecture: Pick<Architecture, 'layers' | 'heads' | 'dHead' | 'dModel'>,
  length: number,
): number {
  const { layers, heads, dModel } = architecture;
  const perPosition = 2 * dModel + 4 * attentionWidth(architecture) + heads * length;
  return 4 * (layers * length * perPosition + length * dModel);
}

/**
 * Runs prompts of equal length through the model and caches the activations.
 *
 * @param prompts token ids [prompt][position].
 * @param beforeCall awaited before each call of ONNX Runtime; may yield, and may throw to cancel.
 * @param changeEmbeddings changes hook_resid_pre of layer 0 in place.
 */
export async function runCached(
  model: LoadedModel,
  prompts: readonly (readonly number[])[],
  beforeCall: () => Promise<void>,
  changeEmbeddings: (pre: Float32Array) => void = () => {},
): Promise<RunCache> {
  const { heads } = model.architecture;
  const width = attentionWidth(model.architecture);
  const [count, length] = [prompts.length, prompts[0]!.length];
  const perCall = Math.max(1, Math.floor(MAX_ROWS / length));
  const blocks: BlockCache[] = [];
  let pre = embed(model, prompts);
  changeEmbeddings(pre);
  for (let layer = 0; layer < model.blocks.length; layer++) {
    const block = {
      pre,
      mid: new Float32Array(pre.length),
      q: new Float32Array(count * length * width),
      k: new Float32Array(count * length * width),
      v: new Float32Array(count * length * width),
      z: new Float32Array(count * length * width),
      pattern: new Float32Array(count * heads * length * length),
    };
    const post = new Float32Array(pre.length);
    for (let first = 0; first < count; first += perCall) {
      const end = Math.min(count, first + perCall);
      const part = (values: Float32Array): Float32Array =>
        values.subarray((values.length / count) * first, (values.length / count) * end);
      const ofPart = {
        pre: part(pre),
        mid: part(block.mid),
        q: part(block.q),
        k: part(block.k),
        v: part(block.v),
        z: part(block.z),
        pattern: part(block.pattern),
      };
      await runBlock(model, layer, ofPart, part(post), end - first, beforeCall);
    }
    blocks.push(block);
    pre = post;
  }
  return { prompts: count, length, blocks, post: pre };
}

/** Computes the cache of one block from `pre`, and `post`, for prompts that fit into one call. */
async function runBlock(
  model: LoadedModel,
  layer: number,
  { pre, mid, q, k, v, z, pattern }: BlockCache,
  post: Float32Array,
  count: number,
  beforeCall: () => Promise<void>,
): Promise<void> {
  const { architecture, blocks, attention } = model;
  const { heads, dModel: d } = architecture;
  // Another block order needs other inputs of the calls below.
  architecture.blockOrder satisfies 'sequential';
  const width = attentionWidth(architecture);
  const length = pre.length / d / count;
  const graphs = blocks[layer]!;
  const rows = (data: Float32Array) => ({ data, shape: [count * length, data.length / (count * length)] });
  const sequences = (data: Float32Array) => ({ data, shape: [count, length, width] });
  await beforeCall();
  await graphs.qkv.run({ x: rows(pre) }, { q: rows(q), k: rows(k), v: rows(v) });
  await beforeCall();
  await attention.whole.run(
    {
      q: sequences(q),
      k: sequences(k),
      v: sequences(v),
      mask: causalMask(length),
      ...attentionSizes(architecture, { runs: 1, prompts: count, prefix: 0, carried: length }),
    },
    {
      z: { data: z, shape: [count * length, 1, width] },
      pattern: { data: pattern, shape: [count * heads, 1, length, length] },
    },
  );
  await beforeCall();
  await graphs.attentionOut.run({ x: rows(pre), z: rows(z) }, { y: rows(mid) });
  await beforeCall();
  await graphs.mlp.run({ x: rows(mid) }, { y: rows(post) });
}

/** Makes the causal mask [dest, src]: 0 up to the destination, about -infinity after it. */
export function causalMask(length: number): { data: Float32Array; shape: number[] } {
  const data = new Float32Array(length * length);
  for (let dest = 0; dest < length; dest++) data.fill(-3e38, dest * length + dest + 1, (dest + 1) * length);
  return { data, shape: [length, length] };
}

/** Makes the first residual stream: [prompt, position, dModel]. */
function embed(model: LoadedModel, prompts: readonly (readonly number[])[]): Float32Array {
  const { positions } = model.architecture;
  switch (positions.kind) {
    case 'learned':
      return addEmbeddings(model, prompts);
  }
}

/** Adds token and position embedding, each row centred: [prompt, position, dModel]. */
function addEmbeddings(
  { architecture, outer }: LoadedModel,
  prompts: readonly (readonly number[])[],
): Float32Array {
  const { dModel: d } = architecture;
  const length = prompts[0]!.length;
  const rows = new Float32Array(prompts.length * length * d);
  prompts.forEach((tokens, prompt) => {
    tokens.forEach((token, position) => {
      const ofToken = outer.tokenEmbedding.subarray(token * d, (token + 1) * d);
      const ofPosition = outer.positionEmbedding.subarray(position * d, (position + 1) * d);
      let [tokenMean, positionMean] = [0, 0];
      for (let i = 0; i < d; i++) {
        tokenMean += ofToken[i]! / d;
        positionMean += ofPosition[i]! / d;
      }
      const at = (prompt * length + position) * d;
      for (let i = 0; i < d; i++) rows[at + i] = ofToken[i]! - tokenMean + (ofPosition[i]! - positionMean);
    });
  });
  return rows;
}
