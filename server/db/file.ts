/** The database file on the disk: where it is, and who may read it. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Rights of users outside the owner's group. */
const OTHERS = 0o007;

/** Absolute path of the file that a `file:` URL names: `file:data/x.db`, `file:/data/x.db` or `file:///data/x.db`. */
export function databasePath(url: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url.replace(/[?#].*$/, ''));
  return path.resolve(decodeURIComponent(url.replace(/^file:/, '').replace(/[?#].*$/, '')));
}

/**
 * Creates an empty file that only its owner may read, unless there is one; SQLite gives `-wal` and `-shm` the same rights.
 *
 * @throws a file system's error, such as ENOSPC.
 */
export function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Takes the rights of other users from a database and what SQLite keeps beside it; a group's rights stay. */
export function hideFromOthers(file: string): void {
  for (const name of [file, `${file}-wal`, `${file}-shm`]) {
    const mode = statSync(name, { throwIfNoEntry: false })?.mode;
    if (mode === undefined || (mode & OTHERS) === 0) continue;
    try {
      chmodSync(name, mode & 0o7777 & ~OTHERS);
    } catch {
      // Somebody else's file: its rights are theirs to set.
    }
  }
}
