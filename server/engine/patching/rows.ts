/** Arrays of rows, and how they become the input of one call of ONNX Runtime without being copied where possible. */
import type { WorkBuffer } from './workspace';

/** Joins arrays that are adjacent in memory, without copying them. */
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

/** Splits arrays [row, width], without copying them, so that none has more than `maxRows` rows. */
export function splitRows(arrays: readonly Float32Array[], width: number, maxRows: number): Float32Array[] {
  return arrays.flatMap((array) => {
    const parts = Math.ceil(array.length / width / maxRows);
    const size = Math.ceil(array.length / width / parts) * width;
    return Array.from({ length: parts }, (_, part) => array.subarray(part * size, (part + 1) * size));
  });
}

/** Total number of numbers in arrays. */
export function countNumbers(arrays: readonly Float32Array[]): number {
  return arrays.reduce((sum, { length }) => sum + length, 0);
}

/**
 * Lets `use` read arrays as one: the memory itself where all are adjacent, else a copy in `buffer`. What `use` writes into a
 * copy is lost.
 */
export async function readJoined<T>(
  arrays: readonly Float32Array[],
  buffer: WorkBuffer,
  use: (all: Float32Array) => Promise<T>,
): Promise<T> {
  const joined = joinNeighbours(arrays);
  if (joined.length === 1) return use(joined[0]!);
  return buffer.lend(countNumbers(joined), (all) => {
    let offset = 0;
    for (const array of joined) {
      all.set(array, offset);
      offset += array.length;
    }
    return use(all);
  });
}

/** Lets `use` change arrays as one: the memory itself where all are adjacent, else a copy in `buffer` that is copied back. */
export async function updateJoined(
  arrays: readonly Float32Array[],
  buffer: WorkBuffer,
  use: (all: Float32Array) => Promise<void>,
): Promise<void> {
  const joined = joinNeighbours(arrays);
  await readJoined(joined, buffer, async (all) => {
    await use(all);
    if (joined.length === 1) return;
    let offset = 0;
    for (const array of joined) {
      array.set(all.subarray(offset, offset + array.length));
      offset += array.length;
    }
  });
}

/**
 * Copies positions of each prompt.
 *
 * @param values [prompt, position, width]
 * @param first position that is copied.
 * @param into [prompt, count, width]; its length says how many positions are copied.
 */
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

/**
 * Replaces the first position of each prompt.
 *
 * @param rows [prompt, position, width]
 * @param first [prompt, width]
 */
export function replaceFirstPosition(rows: Float32Array, first: Float32Array, prompts: number): void {
  const [stride, width] = [rows.length / prompts, first.length / prompts];
  for (let prompt = 0; prompt < prompts; prompt++) {
    rows.set(first.subarray(prompt * width, (prompt + 1) * width), prompt * stride);
  }
}
