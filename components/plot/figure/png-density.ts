/** The resolution of a PNG file, which programs read to place it at its size. */

const INCHES_PER_METRE = 1 / 0.0254;
/** After the signature and the header. */
const AFTER_HEADER = 33;

/** Writes the chunk pHYs into a PNG file that has none. @param dpi pixels per inch. */
export function setDensity(file: Uint8Array, dpi: number): Uint8Array {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  const perMetre = Math.round(dpi * INCHES_PER_METRE);
  view.setUint32(0, 9);
  chunk.set(new TextEncoder().encode('pHYs'), 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  // The unit is the metre.
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  const result = new Uint8Array(file.length + chunk.length);
  result.set(file.subarray(0, AFTER_HEADER));
  result.set(chunk, AFTER_HEADER);
  result.set(file.subarray(AFTER_HEADER), AFTER_HEADER + chunk.length);
  return result;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
