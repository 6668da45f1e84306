/** Arrays of float32 as stored and sent: little-endian bytes. */

/** A sweep's float32 bytes, as stored, to numbers; a copy, so that alignment does not matter. */
export function decodeFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}

/** Numbers to little-endian float32 bytes, as stored and sent. */
export function encodeFloats(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(values).buffer);
}
