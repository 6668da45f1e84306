/**
 * Leaves out what lies above the diagonal of an attention pattern, where every value is 0: half of the bytes of a long prompt.
 *
 * @param values [dest, src], row-major.
 * @returns row by row: one value of the first, two of the second, and so on.
 */
export function packPattern(values: Float32Array, size: number): Float32Array {
  const packed = new Float32Array((size * (size + 1)) / 2);
  for (let dest = 0; dest < size; dest++) {
    const row = values.subarray(dest * size, dest * size + dest + 1);
    packed.set(row, (dest * (dest + 1)) / 2);
  }
  return packed;
}
