/** Rows under way, and how they are put together for a call of ONNX Runtime and taken apart again. */
import { MAX_ROWS } from '../gpt2/forward';
import type { Patch } from './plan';

/** A patched run under way: its rows [prompt, position from start on, dModel], replaced in place. */
export interface Traveller {
  readonly patch: Patch;
  /** First position that it still carries. */
  from: number;
  rows: Float32Array;
}

/** Splits travellers into parts of at most MAX_ROWS rows, or of one traveller. */
export function chunksOf<T extends Traveller>(travellers: readonly T[], d: number): T[][] {
  const chunks: T[][] = [];
  let room = 0;
  for (const traveller of travellers) {
    const rows = traveller.rows.length / d;
    if (chunks.length === 0 || rows > room) {
      chunks.push([]);
      room = MAX_ROWS;
    }
    chunks.at(-1)!.push(traveller);
    room -= rows;
  }
  return chunks;
}

/** Runs of neighbours that carry the same positions. */
export function groupsOf(travellers: readonly Traveller[]): Traveller[][] {
  const groups: Traveller[][] = [];
  for (const traveller of travellers) {
    const last = groups.at(-1);
    if (last?.[0]?.from === traveller.from) last.push(traveller);
    else groups.push([traveller]);
  }
  return groups;
}

/** Arrays one after another, as [rows, d]. */
export function gather(arrays: readonly Float32Array[], d: number): { data: Float32Array; shape: number[] } {
  const data = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    data.set(array, offset);
    offset += array.length;
  }
  return { data, shape: [data.length / d, d] };
}

/** The reverse of `gather`: rows back to their travellers. */
export function scatter(data: Float32Array, travellers: readonly Traveller[]): void {
  let offset = 0;
  for (const { rows } of travellers) {
    rows.set(data.subarray(offset, offset + rows.length));
    offset += rows.length;
  }
}
