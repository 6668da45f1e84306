/** Frees the memory of array buffers at once, without waiting for garbage collection. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** `ArrayBuffer.prototype.transfer` of ES2024. */
type Transfer = (this: ArrayBuffer, newLength: number) => ArrayBuffer;

const transfer = findTransfer();

/**
 * Frees the memory of a buffer and detaches it: its arrays have no elements afterwards.
 *
 * Does nothing on a version of Node.js that cannot do it.
 */
export function freeBuffer(buffer: ArrayBuffer): void {
  transfer?.call(buffer, 0);
}

/** Node.js 20 has the method behind a flag of V8, which counts for contexts that are made later. */
function findTransfer(): Transfer | undefined {
  const own = (ArrayBuffer.prototype as { transfer?: Transfer }).transfer;
  if (own) return own;
  setFlagsFromString('--harmony-rab-gsab-transfer');
  return runInNewContext('ArrayBuffer.prototype.transfer') as Transfer | undefined;
}
