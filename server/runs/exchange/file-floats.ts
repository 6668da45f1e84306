/** The arrays of exported files: float32 in base64, with their shapes. */
import { decodeFloats } from '../results/float-bytes';
import type { FileFloats } from './file-fields';

/** Decodes base64; null for text that is not base64 of this many bytes. */
export function decodeBase64(data: string, bytes: number): Uint8Array | null {
  if (data.length !== 4 * Math.ceil(bytes / 3)) return null;
  const decoded = Buffer.from(data, 'base64');
  // Buffer skips characters that are not base64; what it wrote again must be what it read.
  if (decoded.length !== bytes || decoded.toString('base64') !== data) return null;
  // A slice of a Buffer shares its memory; one of this array is a copy.
  return new Uint8Array(decoded);
}

/** Decodes an array whose shape was checked. @throws Error for data of another size, which a check would have reported. */
export function readFloats({ data, shape }: FileFloats): Float32Array {
  const bytes = decodeBase64(data, 4 * countValues(shape));
  if (bytes === null) throw new Error(`an array of shape [${shape.join(', ')}] was not checked`);
  return decodeFloats(bytes);
}

/**
 * Why an array cannot be used, or null.
 *
 * @param expected its shape.
 */
export function floatsProblem({ data, shape }: FileFloats, expected: readonly number[]): Problem | null {
  if (shape.length !== expected.length || shape.some((length, axis) => length !== expected[axis])) {
    const message = `The shape is [${shape.join(', ')}]; it must be [${expected.join(', ')}].`;
    return { field: 'shape', message };
  }
  const count = countValues(shape);
  const bytes = decodeBase64(data, 4 * count);
  if (bytes === null) {
    return { field: 'data', message: `This is not base64 of ${count} little-endian float32 values.` };
  }
  const bad = decodeFloats(bytes).findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return null;
  return { field: 'data', message: `Value ${bad} is not a finite number. Every value must be one.` };
}

interface Problem {
  readonly field: 'shape' | 'data';
  readonly message: string;
}

/** Number of values of an array. */
export function countValues(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
