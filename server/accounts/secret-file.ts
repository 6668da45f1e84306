/**
 * Secrets that are made once and kept in a file of the data folder.
 *
 * A secret gets its name only when it is whole and on the disk: it is written to a temporary file, synced and linked into
 * place, so that no process ever reads a part of one. link(2) never overwrites: of two processes that start at once, both
 * use the secret of the first.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { lockSync } from 'proper-lockfile';
import { log } from '../log';

/** A shorter secret can be guessed, or is what a full disk left of one. */
export const MIN_SECRET_CHARACTERS = 32;
/** Printable ASCII without spaces; a power cut can leave a file of NULs. */
const WHOLE = new RegExp(`^[\\x21-\\x7e]{${MIN_SECRET_CHARACTERS},}$`);

const LOCK_STALE_MS = 5000;
const LOCK_RETRY_MS = 25;
const LOCK_TIMEOUT_MS = 15_000;

/**
 * The secret in `file`; made when there is none, and made anew when what is there is no whole secret.
 *
 * @returns at least 32 printable characters; a new one is 32 random bytes in hex.
 * @throws the file system's error when the folder cannot be read or written.
 */
export function readOrMakeSecret(file: string): string {
  const kept = readSecret(file);
  if (kept.state === 'whole') return kept.secret;
  if (kept.state === 'missing') {
    placeNew(file, linkSync);
    const placed = readSecret(file);
    if (placed.state === 'whole') return placed.secret;
  }
  return remake(file);
}

type Kept = { readonly state: 'missing' | 'damaged' } | { readonly state: 'whole'; readonly secret: string };

function readSecret(file: string): Kept {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'missing' };
    throw error;
  }
  return WHOLE.test(text) ? { state: 'whole', secret: text } : { state: 'damaged' };
}

/** Replaces a damaged secret; under a lock, so that of several processes one does and the others use its secret. */
function remake(file: string): string {
  const release = lockWithRetries(file);
  try {
    const kept = readSecret(file);
    if (kept.state === 'whole') return kept.secret;
    log.warn(
      { file: path.basename(file) },
      `this secret file held fewer than ${MIN_SECRET_CHARACTERS} printable characters and has been made anew; what it signed is no longer valid`,
    );
    placeNew(file, renameSync);
    const placed = readSecret(file);
    if (placed.state !== 'whole') throw new Error(`${path.basename(file)} cannot be read back`);
    return placed.secret;
  } finally {
    release();
  }
}

/** Writes a new secret and gives it its name by `place`; a file that link(2) finds there is left as it is. */
function placeNew(file: string, place: (from: string, to: string) => void): void {
  const temporary = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(descriptor, randomBytes(32).toString('hex'));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    place(temporary, file);
    syncFolder(path.dirname(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Makes the new name survive a power cut; where folders cannot be synced (Windows) the file's own sync has to do. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    log.debug({ err: error }, 'a folder could not be synced');
  }
}

/** Takes the lock of `file`, waiting for another process that holds it. The wait blocks: this happens before serving. */
function lockWithRetries(file: string): () => void {
  const giveUp = Date.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    try {
      return lockSync(file, { stale: LOCK_STALE_MS, realpath: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED' || Date.now() > giveUp) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_RETRY_MS);
    }
  }
}
