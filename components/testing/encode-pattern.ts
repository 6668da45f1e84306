import { encodeFloats } from '../export/base64';

/** Attention as the API sends it. @param rows of the destinations; what is later than a destination is left out. */
export function encodePattern(rows: readonly (readonly number[])[]): string {
  return encodeFloats(Float32Array.from(rows.flatMap((row, dest) => row.slice(0, dest + 1))));
}
