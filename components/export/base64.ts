/** Binary data as text. */

/** Bytes in base64. */
export function encodeBytes(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte));
  return btoa(characters.join(''));
}

/** Numbers as little-endian float32 in base64. */
export function encodeFloats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, index) => view.setFloat32(4 * index, value, true));
  return encodeBytes(new Uint8Array(view.buffer));
}
