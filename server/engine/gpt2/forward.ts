/** The unpatched run: every activation that patches are made of, by layer. */
import type { Gpt2Config } from './config';
import type { Gpt2Model } from './model';

/** Rows (sequences x positions) of one call; beyond it GEMM gets no faster and others wait longer. */
export const MAX_ROWS = 2048;

/** Activations of one block. Hook names are TransformerLens'. */
export interface BlockCache {
  /** hook_resid_pre [prompt, position, dModel] */
  readonly pre: Float32Array;
  /** hook_resid_mid [prompt, position, dModel] */
  readonly mid: Float32Array;
  /** attn.hook_q / sqrt(dHead) [prompt, head, position, dHead] */
  readonly q: Float32Array;
  /** attn.hook_k [prompt, head, position, dHead] */
  readonly k: Float32Array;
  /** attn.hook_v [prompt, head, position, dHead] */
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

/** Bytes of the cache of one prompt. */
export function cacheBytes({ layers, heads, dModel }: Gpt2Config, length: number): number {
  return 4 * (layers * length * (6 * dModel + heads * length) + length * dModel);
}

/**
 * Runs prompts of equal length through the model and keeps what it computes.
 *
 * @param prompts token ids [prompt][position].
 * @param beforeCall awaited before each call of ONNX Runtime: the place to yield, and to cancel by throwing.
 */
export async function runCached(
  model: Gpt2Model,
  prompts: readonly (readonly number[])[],
  beforeCall: () => Promise<void>,
): Promise<RunCache> {
  const length = prompts[0]!.length;
  const perCall = Math.max(1, Math.floor(MAX_ROWS / length));
  const parts: RunCache[] = [];
  for (let start = 0; start < prompts.length; start += perCall) {
    parts.push(await runTogether(model, prompts.slice(start, start + perCall), beforeCall));
  }
  return parts.length === 1 ? parts[0]! : joinCaches(parts);
}

async function runTogether(
  model: Gpt2Model,
  prompts: readonly (readonly number[])[],
  beforeCall: () => Promise<void>,
): Promise<RunCache> {
  const { heads, dHead, dModel: d } = model.config;
  const [count, length] = [prompts.length, prompts[0]!.length];
  const rows = [count * length, d];
  const shape = { data: BigInt64Array.from([1, count * heads, length, dHead], BigInt), shape: [4] };
  const mask = causalMask(length);
  const blocks: BlockCache[] = [];
  let pre = embed(model, prompts);
  for (const { qkv, attentionOut, mlp } of model.blocks) {
    await beforeCall();
    const projected = (await qkv.run({ x: { data: pre, shape: rows } }, ['qkv']))['qkv']!;
    await beforeCall();
    const attended = await model.attention.whole.run(
      { qkv: { data: projected, shape: [count, length, 3 * d] }, shape, mask },
      ['q', 'k', 'v', 'z', 'pattern'],
    );
    const z = attended['z']!;
    await beforeCall();
    const mid = (
      await attentionOut.run({ x: { data: pre, shape: rows }, z: { data: z, shape: rows } }, ['y'])
    )['y']!;
    await beforeCall();
    const post = (await mlp.run({ x: { data: mid, shape: rows } }, ['y']))['y']!;
    const [q, k, v, pattern] = [attended['q']!, attended['k']!, attended['v']!, attended['pattern']!];
    blocks.push({ pre, mid, q, k, v, z, pattern });
    pre = post;
  }
  return { prompts: count, length, blocks, post: pre };
}

/** 0 where a destination may look, -infinity (as far as float32 goes) where it may not: [length, length]. */
export function causalMask(length: number): { data: Float32Array; shape: number[] } {
  const data = new Float32Array(length * length);
  for (let dest = 0; dest < length; dest++) data.fill(-3e38, dest * length + dest + 1, (dest + 1) * length);
  return { data, shape: [length, length] };
}

/** Token plus position embedding, each row centred: [prompt, position, dModel]. */
function embed({ config, outer }: Gpt2Model, prompts: readonly (readonly number[])[]): Float32Array {
  const { dModel: d } = config;
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

function joinCaches(parts: readonly RunCache[]): RunCache {
  const join = (pick: (cache: RunCache) => Float32Array): Float32Array => {
    const arrays = parts.map(pick);
    const joined = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
    let offset = 0;
    for (const array of arrays) {
      joined.set(array, offset);
      offset += array.length;
    }
    return joined;
  };
  const block = (layer: number): BlockCache => {
    const joined = (name: keyof BlockCache): Float32Array => join((cache) => cache.blocks[layer]![name]);
    return {
      pre: joined('pre'),
      mid: joined('mid'),
      q: joined('q'),
      k: joined('k'),
      v: joined('v'),
      z: joined('z'),
      pattern: joined('pattern'),
    };
  };
  return {
    prompts: parts.reduce((sum, cache) => sum + cache.prompts, 0),
    length: parts[0]!.length,
    blocks: parts[0]!.blocks.map((_, layer) => block(layer)),
    post: join((cache) => cache.post),
  };
}
