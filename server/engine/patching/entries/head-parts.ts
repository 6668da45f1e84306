/** One attention head of one prompt as functions of the position, so that patches can replace parts of it. */
import type { BlockCache, RunCache } from '../../forward/forward';
import type { Qkv } from '../workspace';

/** Vectors are [dHead]. */
export interface HeadParts {
  /** Scaled by 1 / sqrt(dHead). */
  query(position: number): Float32Array;
  key(position: number): Float32Array;
  value(position: number): Float32Array;
  /** A known row of the attention pattern: [dest + 1]. Null where it must be computed from queries and keys. */
  pattern(dest: number): Float32Array | Float64Array | null;
  /** A known output z. Null where it must be computed from pattern and values. */
  output(dest: number): Float32Array | null;
}

/** Sizes of the heads of a layer. */
export interface HeadSizes {
  readonly heads: number;
  readonly dHead: number;
}

/** A head of an unpatched run, with its pattern and output known. */
export function readCachedHead(
  run: RunCache,
  layer: number,
  prompt: number,
  head: number,
  sizes: HeadSizes,
): HeadParts {
  const block = run.blocks[layer]!;
  const vector = (name: 'q' | 'k' | 'v' | 'z', position: number): Float32Array =>
    sliceHead(block[name], prompt * run.length + position, head, sizes);
  return {
    query: (position) => vector('q', position),
    key: (position) => vector('k', position),
    value: (position) => vector('v', position),
    pattern: (dest) => slicePattern(block, prompt * sizes.heads + head, dest, run.length),
    output: (dest) => vector('z', dest),
  };
}

/**
 * A head of a patched run. Before `start` it equals the base run; its pattern and output are not known.
 *
 * @param own of the patched run: [prompt, position from `start` on, heads * dHead] each.
 */
export function readPatchedHead(
  base: HeadParts,
  own: Qkv,
  start: number,
  count: number,
  prompt: number,
  head: number,
  sizes: HeadSizes,
): HeadParts {
  const vector = (name: 'q' | 'k' | 'v', position: number): Float32Array =>
    sliceHead(own[name], prompt * count + position - start, head, sizes);
  return {
    query: (position) => (position < start ? base.query(position) : vector('q', position)),
    key: (position) => (position < start ? base.key(position) : vector('k', position)),
    value: (position) => (position < start ? base.value(position) : vector('v', position)),
    pattern: () => null,
    output: () => null,
  };
}

/** Output z of a head at one destination: [dHead]. Sums are taken in float64. */
export function computeHeadOutput(head: HeadParts, dest: number): Float32Array | Float64Array {
  const known = head.output(dest);
  if (known) return known;
  const weights = readPattern(head, dest);
  const output = new Float64Array(head.value(dest).length);
  for (let src = 0; src <= dest; src++) {
    const value = head.value(src);
    const weight = weights[src]!;
    for (let i = 0; i < output.length; i++) output[i]! += weight * value[i]!;
  }
  return output;
}

/** A row of the attention pattern of a head, computed where it is not known: [dest + 1]. */
export function readPattern(head: HeadParts, dest: number): Float32Array | Float64Array {
  return head.pattern(dest) ?? computePattern(head, dest);
}

/** Softmax of the query of `dest` against the keys of positions 0..dest: [dest + 1]. */
function computePattern(head: HeadParts, dest: number): Float64Array {
  const query = head.query(dest);
  const scores = new Float64Array(dest + 1);
  for (let src = 0; src <= dest; src++) {
    const key = head.key(src);
    for (let i = 0; i < query.length; i++) scores[src]! += query[i]! * key[i]!;
  }
  const largest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** @param values [row, heads * dHead] */
function sliceHead(
  values: Float32Array,
  row: number,
  head: number,
  { heads, dHead }: HeadSizes,
): Float32Array {
  const begin = (row * heads + head) * dHead;
  return values.subarray(begin, begin + dHead);
}

/** @param sequence index in [prompt * head]. */
function slicePattern(block: BlockCache, sequence: number, dest: number, length: number): Float32Array {
  const begin = (sequence * length + dest) * length;
  return block.pattern.subarray(begin, begin + dest + 1);
}
