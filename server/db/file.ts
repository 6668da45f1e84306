/** The path and the permissions of the database file. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Permission bits of users outside the owner's group. */
const OTHERS = 0o007;

/** Absolute path of the file that a `file:` URL names: `file:data/x.db`, `file:/data/x.db` or `file:///data/x.db`. */
export function databasePath(url: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url.replace(/[?#].*$/, ''));
  return path.resolve(decodeURIComponent(url.replace(/^file:/, '').replace(/[?#].*$/, '')));
}

/**
 * Creates an empty file that only its owner may read, unless it exists. SQLite gives `-wal` and `-shm` the same permissions.
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

/** Removes the permissions of other users from a database, its `-wal` and its `-shm`; those of the group stay. */
export function hideFromOthers(file: string): void {
  for (const name of [file, `${file}-wal`, `${file}-shm`]) {
    const mode = statSync(/* turbopackIgnore: true */ name, { throwIfNoEntry: false })?.mode;
    if (mode === undefined || (mode & OTHERS) === 0) continue;
    try {
      chmodSync(name, mode & 0o7777 & ~OTHERS);
    } catch {
      // Only the owner of a file may set its permissions.
    }
  }
}
