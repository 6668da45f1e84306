/**
 * Secrets that are created once and kept in a file of the data folder.
 *
 * A secret is written to a temporary file, synced and linked into place, so that no process reads an incomplete one. link(2)
 * never overwrites: if two processes start at once, both use the secret of the first.
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

/** A shorter secret can be guessed, or was cut off by a full disk. */
export const MIN_SECRET_CHARACTERS = 32;
/** Printable ASCII without spaces; a power failure can leave a file of NULs. */
const WHOLE = new RegExp(`^[\\x21-\\x7e]{${MIN_SECRET_CHARACTERS},}$`);

const LOCK_STALE_MS = 5000;
const LOCK_RETRY_MS = 25;
const LOCK_TIMEOUT_MS = 15_000;

/**
 * The secret in `file`; it is created if there is none, and replaced if it is damaged.
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

/** Replaces a damaged secret under a lock, so that several processes use the same new one. */
function remake(file: string): string {
  const release = lockWithRetries(file);
  try {
    const kept = readSecret(file);
    if (kept.state === 'whole') return kept.secret;
    log.warn(
      { file: path.basename(file) },
      `this secret file held fewer than ${MIN_SECRET_CHARACTERS} printable characters and has been replaced; everything it signed is no longer valid`,
    );
    placeNew(file, renameSync);
    const placed = readSecret(file);
    if (placed.state !== 'whole') throw new Error(`${path.basename(file)} cannot be read back`);
    return placed.secret;
  } finally {
    release();
  }
}

/** Writes a new secret and moves it to its name by `place`; link(2) leaves an existing file unchanged. */
function placeNew(file: string, place: (from: string, to: string) => void): void {
  const temporary = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    const descriptor = openSync(/* turbopackIgnore: true */ temporary, 'wx', 0o600);
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

/** Makes the new name survive a power failure. Where folders cannot be synced (Windows), the sync of the file must be enough. */
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

/** Takes the lock of `file`, waiting while another process holds it. The wait blocks; it happens before the site serves. */
function lockWithRetries(file: string): () => void {
  const giveUp = performance.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    try {
      return lockSync(file, { stale: LOCK_STALE_MS, realpath: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED' || performance.now() > giveUp) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_RETRY_MS);
    }
  }
}
