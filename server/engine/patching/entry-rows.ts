/** The row with which a patch enters: the base run's residual stream, one activation taken from the source run. */
import type { Architecture } from '../models/architecture';
import type { BlockCache, RunCache } from '../forward/forward';
import type { HeadActivation } from '../../../domain/sites';
import type { Patch } from './plan';
import { copyPositions } from './rows';

/** Base and source run of one batch of prompts. */
export interface Runs {
  readonly base: RunCache;
  readonly source: RunCache;
}

/** Writes the resid_pre rows of a patch that enters at `pre`: as many positions as fit, from `from` on [prompt, position, dModel]. */
export function writePreRows(
  { base, source }: Runs,
  { layer, position }: Patch,
  from: number,
  rows: Float32Array,
): void {
  const { pre } = base.blocks[layer]!;
  copyPositions(pre, base.prompts, from, rows, pre.length / base.prompts / base.length);
  eachPrompt(base, rows, position!, from, (to, at, d) => {
    rows.set(source.blocks[layer]!.pre.subarray(at, at + d), to);
  });
}

/**
 * Writes the resid_mid rows of a patched attn_out, or resid_post rows of a patched mlp_out, [prompt, position, dModel], from `from` on:
 * base plus what the two outputs differ by.
 */
export function writeOutputRows(
  { base, source }: Runs,
  { layer, entry, position }: Patch,
  from: number,
  rows: Float32Array,
): void {
  const [before, after] = entry === 'mid' ? (['pre', 'mid'] as const) : (['mid', 'post'] as const);
  const unpatched = residual(base, layer, after);
  copyPositions(unpatched, base.prompts, from, rows, unpatched.length / base.prompts / base.length);
  const [sourceBefore, sourceAfter, baseBefore] = [
    residual(source, layer, before),
    residual(source, layer, after),
    residual(base, layer, before),
  ];
  eachPrompt(base, rows, position!, from, (to, at, d) => {
    for (let i = 0; i < d; i++)
      rows[to + i] = baseBefore[at + i]! + (sourceAfter[at + i]! - sourceBefore[at + i]!);
  });
}

/** The residual stream of one layer: [prompt, position, dModel]. */
export function residual(run: RunCache, layer: number, name: 'pre' | 'mid' | 'post'): Float32Array {
  return name === 'post' ? (run.blocks[layer + 1]?.pre ?? run.post) : run.blocks[layer]![name];
}

/** Writes the z rows [prompt, position, head * dHead], from `from` on, of a patch of one head; the others' are the base run's. */
export function writeHeadRows(
  runs: Runs,
  { layer, activation, head, position }: Patch,
  from: number,
  architecture: Architecture,
  rows: Float32Array,
): void {
  const { base, source } = runs;
  const { dModel: d, dHead } = architecture;
  const [ofBase, ofSource] = [base.blocks[layer]!, source.blocks[layer]!];
  copyPositions(ofBase.z, base.prompts, from, rows, d);
  const count = rows.length / base.prompts / d;
  // A key or value is read by all that follow; a query, a row of the pattern or an output is its position's own.
  const first = Math.max(from, position ?? 0);
  const isReadLater = activation === 'k' || activation === 'v';
  const end = position === null || isReadLater ? from + count : Math.min(from + count, position + 1);
  for (let prompt = 0; prompt < base.prompts; prompt++) {
    for (let dest = first; dest < end; dest++) {
      const to = (prompt * count + dest - from) * d + head! * dHead;
      const at = (prompt * base.length + dest) * d + head! * dHead;
      if (activation === 'z') rows.set(ofSource.z.subarray(at, at + dHead), to);
      else {
        const place = { prompt, head: head!, dest, position };
        rows.set(headOutput(ofBase, ofSource, activation!, place, base.length, architecture), to);
      }
    }
  }
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
  { heads, dHead, dModel: d }: Architecture,
): Float64Array {
  const sequence = prompt * heads + head;
  /** Of this prompt and head: one vector a position. */
  const vectors =
    (name: 'q' | 'k' | 'v'): ((at: number) => Float32Array) =>
    (at) => {
      const isPatched = activation === name && (position === null || name === 'q' || at === position);
      const begin = (prompt * length + at) * d + head * dHead;
      return (isPatched ? source : base)[name].subarray(begin, begin + dHead);
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

/** Calls `visit(offset in rows, offset in a whole run, dModel)` for one position of each prompt, if rows are made for it. */
function eachPrompt(
  run: RunCache,
  rows: Float32Array,
  position: number,
  from: number,
  visit: (to: number, at: number, d: number) => void,
): void {
  const d = run.post.length / run.prompts / run.length;
  const count = rows.length / run.prompts / d;
  if (position < from || position >= from + count) return;
  for (let prompt = 0; prompt < run.prompts; prompt++) {
    visit((prompt * count + position - from) * d, (prompt * run.length + position) * d, d);
  }
}
