/** Converts between numbers and the little-endian float32 bytes that are stored and sent. */

/** Decodes float32 bytes. The result is a copy, so that the alignment of the bytes does not matter. */
export function decodeFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}

/** Encodes numbers as little-endian float32 bytes. */
export function encodeFloats(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(values).buffer);
}
