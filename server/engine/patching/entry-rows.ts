/**
 * The row with which a patch enters: the base run's residual stream, one activation taken from the source run.
 *
 * Rows are [prompt, position, dModel] from the patch's first position on; at the last block's later doors only the last
 * position is made, for nobody reads the others.
 */
import type { Gpt2Config } from '../gpt2/config';
import type { BlockCache, RunCache } from '../gpt2/forward';
import type { HeadActivation } from './kinds';
import type { Patch } from './plan';

/** Base and source run of one batch of prompts. */
export interface Runs {
  readonly base: RunCache;
  readonly source: RunCache;
}

/** Copies positions from..length-1 of each prompt out of [prompt, position, width] into a new array. */
export function slicePositions(
  values: Float32Array,
  prompts: number,
  from: number,
  width: number,
): Float32Array {
  const length = values.length / prompts / width;
  const carried = length - from;
  const result = new Float32Array(prompts * carried * width);
  for (let prompt = 0; prompt < prompts; prompt++) {
    const begin = (prompt * length + from) * width;
    result.set(values.subarray(begin, begin + carried * width), prompt * carried * width);
  }
  return result;
}

/** Resid_pre rows of a patch at door `pre`. */
export function preRows({ base, source }: Runs, { layer, position, start }: Patch, d: number): Float32Array {
  const from = base.blocks[layer]!.pre;
  const rows = slicePositions(from, base.prompts, start, d);
  eachPrompt(base, position!, start, d, (to, at) => {
    rows.set(source.blocks[layer]!.pre.subarray(at, at + d), to);
  });
  return rows;
}

/**
 * Resid_mid rows of a patched attn_out, or resid_post rows of a patched mlp_out: base plus what the two outputs differ by.
 *
 * @param from first position to make.
 */
export function outputRows(
  { base, source }: Runs,
  { layer, door, position }: Patch,
  from: number,
  d: number,
): Float32Array {
  const [before, after] = door === 'mid' ? (['pre', 'mid'] as const) : (['mid', 'post'] as const);
  const residual = (run: RunCache, name: 'pre' | 'mid' | 'post'): Float32Array =>
    name === 'post' ? (run.blocks[layer + 1]?.pre ?? run.post) : run.blocks[layer]![name];
  const rows = slicePositions(residual(base, after), base.prompts, from, d);
  if (position === null || position < from) return rows;
  const [sourceBefore, sourceAfter, baseBefore] = [
    residual(source, before),
    residual(source, after),
    residual(base, before),
  ];
  eachPrompt(base, position, from, d, (to, at) => {
    for (let i = 0; i < d; i++)
      rows[to + i] = baseBefore[at + i]! + (sourceAfter[at + i]! - sourceBefore[at + i]!);
  });
  return rows;
}

/**
 * z rows [prompt, position, head * dHead] of a patch of one head; the other heads' are the base run's.
 *
 * @param from first position to make.
 */
export function headRows(
  runs: Runs,
  { layer, head, position }: Patch,
  activation: HeadActivation,
  from: number,
  config: Gpt2Config,
): Float32Array {
  const { base, source } = runs;
  const { dModel: d, dHead } = config;
  const [ofBase, ofSource] = [base.blocks[layer]!, source.blocks[layer]!];
  const rows = slicePositions(ofBase.z, base.prompts, from, d);
  const carried = base.length - from;
  // A key or value is read by all that follow; a query, a row of the pattern or an output is its position's own.
  const first = Math.max(from, position ?? 0);
  const isReadLater = activation === 'k' || activation === 'v';
  const end = position === null || isReadLater ? base.length : position + 1;
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    for (let dest = first; dest < end; dest++) {
      const to = (prompt * carried + dest - from) * d + head! * dHead;
      const at = (prompt * base.length + dest) * d + head! * dHead;
      if (activation === 'z') rows.set(ofSource.z.subarray(at, at + dHead), to);
      else {
        const place = { prompt, head: head!, dest, position };
        rows.set(headOutput(ofBase, ofSource, activation, place, base.length, config), to);
      }
    }
  }
  return rows;
}

/**
 * z of one head at one destination, q, k, v or pattern taken from the source run: [dHead].
 *
 * @param position from which alone a key or value is taken; null for all positions.
 */
function headOutput(
  base: BlockCache,
  source: BlockCache,
  activation: Exclude<HeadActivation, 'z'>,
  { prompt, head, dest, position }: { prompt: number; head: number; dest: number; position: number | null },
  length: number,
  { heads, dHead }: Gpt2Config,
): Float64Array {
  const sequence = prompt * heads + head;
  /** Of this prompt and head: one vector a position. */
  const vectors = (name: 'q' | 'k' | 'v'): ((at: number) => Float32Array) => {
    const [ofBase, ofSource] = [base[name], source[name]];
    return (at) => {
      const isPatched = activation === name && (position === null || name === 'q' || at === position);
      const begin = (sequence * length + at) * dHead;
      return (isPatched ? ofSource : ofBase).subarray(begin, begin + dHead);
    };
  };
  const weights =
    activation === 'v' || activation === 'pattern'
      ? (activation === 'v' ? base : source).pattern.subarray(
          (sequence * length + dest) * length,
          (sequence * length + dest) * length + dest + 1,
        )
      : attend(vectors('q')(dest), vectors('k'), dest);
  const values = vectors('v');
  const output = new Float64Array(dHead);
  for (let src = 0; src <= dest; src++) {
    const value = values(src);
    const weight = weights[src]!;
    for (let i = 0; i < dHead; i++) output[i]! += weight * value[i]!;
  }
  return output;
}

/** Softmax of one (scaled) query against the keys of positions 0..dest: [dest + 1]. */
function attend(query: Float32Array, keys: (at: number) => Float32Array, dest: number): Float64Array {
  const dHead = query.length;
  const scores = new Float64Array(dest + 1);
  for (let src = 0; src <= dest; src++) {
    const key = keys(src);
    for (let i = 0; i < dHead; i++) scores[src]! += query[i]! * key[i]!;
  }
  const largest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** Calls `visit(offset in rows, offset in a whole run)` for one position of each prompt. */
function eachPrompt(
  run: RunCache,
  position: number,
  from: number,
  d: number,
  visit: (to: number, at: number) => void,
): void {
  const carried = run.length - from;
  for (let prompt = 0; prompt < run.prompts; prompt++) {
    visit((prompt * carried + position - from) * d, (prompt * run.length + position) * d);
  }
}
