/**
 * Hashes a weights file while it is loaded, in a separate thread: the engine's thread is busy with the weights.
 *
 * The thread reads from the same file handle as the loader, so that the hashed bytes are the loaded bytes even when the path
 * is replaced.
 */
import type { FileHandle } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../errors';
import { stampHandle } from './model-files';

/** Plain JavaScript: the thread has neither the bundle nor TypeScript. */
const THREAD = `
  const { createHash } = require('node:crypto');
  const { readSync } = require('node:fs');
  const { parentPort, workerData: fd } = require('node:worker_threads');
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1 << 20);
  for (let at = 0; ; ) {
    const count = readSync(fd, piece, 0, piece.length, at);
    if (count === 0) break;
    hash.update(piece.subarray(0, count));
    at += count;
  }
  parentPort.postMessage(hash.digest('hex'));
`;

/** Hashes by the stamp of the open file; a file that is loaded again is not hashed again. */
const known = new Map<string, string>();

/**
 * Runs `load` on an open weights file while its hash is computed.
 *
 * @returns the result of `load`, and the lower-case hex sha256 of the whole file.
 * @throws MODEL_UNAVAILABLE when the file was written to during the loading; what `load` throws.
 */
export async function withFileHash<T>(
  handle: FileHandle,
  load: () => Promise<T>,
): Promise<{ value: T; sha256: string }> {
  const stamp = await stampHandle(handle);
  // Waits for both even if one fails: the handle must stay open until the thread has ended.
  const [loaded, hashed] = await Promise.allSettled([load(), known.get(stamp) ?? hashInThread(handle.fd)]);
  if (loaded.status === 'rejected') throw loaded.reason;
  if (hashed.status === 'rejected') throw hashed.reason;
  if ((await stampHandle(handle)) !== stamp) {
    throw new AppError(
      'MODEL_UNAVAILABLE',
      'model.safetensors was written to while it was being loaded. Try again when it is complete.',
    );
  }
  known.set(stamp, hashed.value);
  return { value: loaded.value, sha256: hashed.value };
}

function hashInThread(fd: number): Promise<string> {
  const thread = new Worker(THREAD, { eval: true, workerData: fd, execArgv: [] });
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('the thread that hashes the weights ended without a result')));
  });
}
