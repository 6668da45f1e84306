/**
 * Runs that no prompt gives, from which patches take values: zeros, and means over prompts.
 *
 * Every patched activation is linear in the arrays of a RunCache (attention and MLP outputs are differences of two of them),
 * so the mean of the arrays gives the mean of each activation.
 */
import type { BlockCache, RunCache } from '../forward/forward';

/** Arrays of a block that have a position axis after the prompt axis. */
const BY_POSITION = ['pre', 'mid', 'q', 'k', 'v', 'z'] as const;

/** A run in which every activation is 0. @param like gives the sizes. */
export function createZeroRun(like: RunCache): RunCache {
  const zero = ({ length }: Float32Array): Float32Array => new Float32Array(length);
  return mapRun(like, (values) => zero(values));
}

/** Which array of a block holds a site's activation, for sites whose activation is one array. */
const ARRAY_BY_HOOK: Readonly<Record<string, Exclude<keyof BlockCache, 'pattern'> | 'post'>> = {
  'blocks.{layer}.hook_resid_pre': 'pre',
  'blocks.{layer}.hook_resid_mid': 'mid',
  'blocks.{layer}.hook_resid_post': 'post',
  'blocks.{layer}.attn.hook_q': 'q',
  'blocks.{layer}.attn.hook_k': 'k',
  'blocks.{layer}.attn.hook_v': 'v',
  'blocks.{layer}.attn.hook_z': 'z',
};

/** Whether a vector can be added to an activation: it must be one array of the run. */
export function canAddVector(hook: string): boolean {
  return Object.hasOwn(ARRAY_BY_HOOK, hook);
}

/**
 * A run with a vector added to one activation at every position, and of every head.
 *
 * The mean of a vector for the residual stream is subtracted, because the residual stream is centred; the next LayerNorm
 * would do it.
 *
 * @param vector [dModel], or [dHead] for a site of heads.
 * @throws Error for a site whose activation is not one array of the run.
 */
export function addVector(run: RunCache, hook: string, layer: number, vector: readonly number[]): RunCache {
  const name = ARRAY_BY_HOOK[hook];
  if (!name) throw new Error(`Nothing can be added to ${hook}.`);
  const isResidual = name === 'pre' || name === 'mid' || name === 'post';
  const mean = isResidual ? vector.reduce((sum, value) => sum + value, 0) / vector.length : 0;
  // Cached queries have this factor.
  const factor = name === 'q' ? 1 / Math.sqrt(vector.length) : 1;
  const add = (values: Float32Array): Float32Array =>
    values.map((value, at) => value + factor * (vector[at % vector.length]! - mean));
  const change = (at: number, array: keyof BlockCache): RunCache => ({
    ...run,
    blocks: run.blocks.with(at, { ...run.blocks[at]!, [array]: add(run.blocks[at]![array]) }),
  });
  if (name !== 'post') return change(layer, name);
  return layer + 1 < run.blocks.length ? change(layer + 1, 'pre') : { ...run, post: add(run.post) };
}

/** Sums over prompts of one length. */
interface Sums {
  readonly blocks: readonly Record<keyof BlockCache, Float64Array>[];
  readonly post: Float64Array;
  prompts: number;
}

/** Sums of the activations of several batches of prompts, for their mean. */
export class RunMean {
  private readonly byLength = new Map<number, Sums>();

  /** Adds the prompts of a run. */
  add(run: RunCache): void {
    const sums: Sums = this.byLength.get(run.length) ?? {
      blocks: run.blocks.map((block) =>
        mapBlock(block, (values) => new Float64Array(values.length / run.prompts)),
      ),
      post: new Float64Array(run.post.length / run.prompts),
      prompts: 0,
    };
    this.byLength.set(run.length, sums);
    for (const [layer, block] of run.blocks.entries())
      for (const name of ARRAYS) addPrompts(block[name], run.prompts, sums.blocks[layer]![name]);
    addPrompts(run.post, run.prompts, sums.post);
    sums.prompts += run.prompts;
  }

  /**
   * The run whose every prompt has the mean activations.
   *
   * @param prompts of the returned run.
   * @param length of the returned run. A mean by position is over the prompts of this length, some of which were added.
   * @param acrossPositions whether the mean is over positions too, of the prompts of all lengths. Attention patterns keep their
   *   mean by position, since their rows have different lengths.
   * @throws Error for a mean by position when no run of this length was added.
   */
  read({ prompts, length }: Pick<RunCache, 'prompts' | 'length'>, acrossPositions: boolean): RunCache {
    const added = [...this.byLength];
    // Means over positions are of all lengths, so another length will do.
    const found = added.find(([own]) => own === length) ?? (acrossPositions ? added[0] : undefined);
    if (!found) throw new Error(`A mean over no prompts of ${length} tokens is not defined.`);
    const [ownLength, sums] = found;
    const isOwn = ownLength === length;
    const divide = (sum: Float64Array): Float64Array => sum.map((value) => value / sums.prompts);
    const repeat = (mean: Float64Array): Float32Array => {
      const all = new Float32Array(prompts * mean.length);
      for (let prompt = 0; prompt < prompts; prompt++) all.set(mean, prompt * mean.length);
      return all;
    };
    const average = (read: (of: Sums) => Float64Array): Float32Array => {
      if (!acrossPositions) return repeat(divide(read(sums)));
      if (added.length === 1 && isOwn) return repeat(spreadMean(divide(read(sums)), length));
      return repeat(this.averageTokens(read, length));
    };
    return {
      prompts,
      length,
      post: average(({ post }) => post),
      blocks: sums.blocks.map((block, layer) => ({
        ...(Object.fromEntries(
          BY_POSITION.map((name) => [name, average(({ blocks }) => blocks[layer]![name])]),
        ) as Omit<BlockCache, 'pattern'>),
        // Patterns of other lengths have no mean; requests for them are refused.
        pattern: isOwn
          ? repeat(divide(block.pattern))
          : new Float32Array((prompts * block.pattern.length * length ** 2) / ownLength ** 2).fill(NaN),
      })),
    };
  }

  /** The mean over all tokens of all prompts, at each of `length` positions. */
  private averageTokens(read: (of: Sums) => Float64Array, length: number): Float64Array {
    let tokens = 0;
    let total: Float64Array | null = null;
    for (const [ofLength, sums] of this.byLength) {
      const values = read(sums);
      const width = values.length / ofLength;
      total ??= new Float64Array(width);
      for (let i = 0; i < values.length; i++) total[i % width]! += values[i]!;
      tokens += sums.prompts * ofLength;
    }
    const mean = total!.map((sum) => sum / tokens);
    return Float64Array.from({ length: length * mean.length }, (_, i) => mean[i % mean.length]!);
  }
}

const ARRAYS = [...BY_POSITION, 'pattern'] as const satisfies readonly (keyof BlockCache)[];

/** @param values [prompt, ...]; added to `sum` [...]. */
function addPrompts(values: Float32Array, prompts: number, sum: Float64Array): void {
  for (let prompt = 0; prompt < prompts; prompt++)
    for (let i = 0; i < sum.length; i++) sum[i]! += values[prompt * sum.length + i]!;
}

/** Replaces each position of [position, width] by the mean over positions. */
function spreadMean(values: Float64Array, length: number): Float64Array {
  const width = values.length / length;
  const mean = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width]! += values[i]! / length;
  return values.map((_, i) => mean[i % width]!);
}

function mapRun(run: RunCache, change: (values: Float32Array) => Float32Array): RunCache {
  return { ...run, post: change(run.post), blocks: run.blocks.map((block) => mapBlock(block, change)) };
}

function mapBlock<T>(block: BlockCache, change: (values: Float32Array) => T): Record<keyof BlockCache, T> {
  return Object.fromEntries(ARRAYS.map((name) => [name, change(block[name])])) as Record<keyof BlockCache, T>;
}
