/** Rows under way, and how they are put before ONNX Runtime without being copied where that can be helped. */
import { MAX_ROWS } from '../forward/forward';
import type { Patch } from './plan';

/** A patched run under way. */
export interface PatchedRun {
  readonly patch: Patch;
  /** Room for all positions from its start on: [prompt, position, dModel]. */
  readonly slot: Float32Array;
  /** Room for the last position: [prompt, dModel]. */
  readonly end: Float32Array;
  /**
   * What it carries now, changed in place: `slot`; `end` behind the last attention; or, of a local patch until its next
   * attention, the patched position [prompt, dModel], those behind it being the base run's.
   */
  rows: Float32Array;
}

/** Arrays of one wave's calls, kept from call to call: fresh memory costs a page fault every 4 KiB. */
export class Scratch {
  private readonly arrays = new Map<string, Float32Array>();

  /** `length` numbers under a name, with what an earlier call has left in them. */
  take(name: string, length: number): Float32Array {
    let array = this.arrays.get(name);
    if (!array || array.length < length) {
      array = new Float32Array(length);
      this.arrays.set(name, array);
    }
    return array.subarray(0, length);
  }
}

/** Splits members into parts of about equal size: of at most MAX_ROWS rows, or of one member. */
export function chunksOf<T>(members: readonly T[], rowsOf: (member: T) => number): T[][] {
  const total = members.reduce((sum, member) => sum + rowsOf(member), 0);
  const wanted = Math.ceil(total / Math.ceil(total / MAX_ROWS));
  const chunks: T[][] = [];
  let filled = wanted;
  for (const member of members) {
    const rows = rowsOf(member);
    if (filled >= wanted || filled + rows > MAX_ROWS) {
      chunks.push([]);
      filled = 0;
    }
    chunks.at(-1)!.push(member);
    filled += rows;
  }
  return chunks;
}

/** Runs of neighbours of one start. */
export function groupsOf(patchedRuns: readonly PatchedRun[]): PatchedRun[][] {
  const groups: PatchedRun[][] = [];
  for (const patchedRun of patchedRuns) {
    const last = groups.at(-1);
    if (last?.[0]?.patch.start === patchedRun.patch.start) last.push(patchedRun);
    else groups.push([patchedRun]);
  }
  return groups;
}

/** Arrays that stand one behind the other in memory, joined. */
export function joinNeighbours(arrays: readonly Float32Array[]): Float32Array[] {
  const joined: Float32Array[] = [];
  for (const array of arrays) {
    const last = joined.at(-1);
    if (last && last.buffer === array.buffer && last.byteOffset + last.byteLength === array.byteOffset) {
      joined[joined.length - 1] = new Float32Array(last.buffer, last.byteOffset, last.length + array.length);
    } else joined.push(array);
  }
  return joined;
}

/** Splits [rows, d] arrays so that none has more than MAX_ROWS rows. */
export function splitRows(arrays: readonly Float32Array[], d: number): Float32Array[] {
  return arrays.flatMap((array) => {
    const parts = Math.ceil(array.length / d / MAX_ROWS);
    const size = Math.ceil(array.length / d / parts) * d;
    return Array.from({ length: parts }, (_, part) => array.subarray(part * size, (part + 1) * size));
  });
}

/** How many numbers arrays hold together. */
export function lengthOf(arrays: readonly Float32Array[]): number {
  return arrays.reduce((sum, { length }) => sum + length, 0);
}

/** The arrays as one: where they are when they are neighbours, else copied into `scratch`. */
export function gather(arrays: readonly Float32Array[], scratch: Scratch, name: string): Float32Array {
  const joined = joinNeighbours(arrays);
  if (joined.length === 1) return joined[0]!;
  const all = scratch.take(name, lengthOf(joined));
  let offset = 0;
  for (const array of joined) {
    all.set(array, offset);
    offset += array.length;
  }
  return all;
}

/** The reverse of `gather`; nothing where nothing was copied. */
export function scatter(all: Float32Array, arrays: readonly Float32Array[]): void {
  let offset = 0;
  for (const array of arrays) {
    const isInPlace = array.buffer === all.buffer && array.byteOffset === all.byteOffset + 4 * offset;
    if (!isInPlace) array.set(all.subarray(offset, offset + array.length));
    offset += array.length;
  }
}

/** Numbers as [rows, width]. */
export function asRows(data: Float32Array, width: number): { data: Float32Array; shape: number[] } {
  return { data, shape: [data.length / width, width] };
}

/** Copies as many positions as `into` [prompt, count, width] holds, from `first` on, of each prompt of [prompt, position, width]. */
export function copyPositions(
  values: Float32Array,
  prompts: number,
  first: number,
  into: Float32Array,
  width: number,
): void {
  const [length, count] = [values.length / prompts, into.length / prompts];
  for (let prompt = 0; prompt < prompts; prompt++) {
    const begin = prompt * length + first * width;
    into.set(values.subarray(begin, begin + count), prompt * count);
  }
}
