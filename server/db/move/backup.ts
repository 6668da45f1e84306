/**
 * Backups of a PostgreSQL database. They are the same files as those of SQLite, so that a backup can be restored into either.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { checkBackup, makeDatabase, writeBackup, type BackupContents } from '../backup';
import { createPrivately, hideFromOthers } from '../file';
import { applyMigrations } from '../migrations';
import { writeSecrets, type Restored } from '../restore';
import { moveToServer } from './to-server';
import { copyToSqlite } from './to-sqlite';

/**
 * Writes a backup of a database that may be in use: the state of one moment.
 *
 * @param source URL of the database.
 * @param target path of the file; it appears when it is complete and checked.
 * @param secrets contents of secret files, by their names.
 */
export async function backUpServer(
  source: string,
  target: string,
  secrets: Readonly<Record<string, string>> = {},
): Promise<BackupContents> {
  const copy = `${target}.${process.pid}.copy`;
  try {
    createPrivately(copy);
    await copyToSqlite(source, copy);
    return writeBackup(copy, target, secrets);
  } finally {
    removeDatabase(copy);
  }
}

/**
 * Checks a backup, brings it up to the newest migration and copies it to an empty database of a server. Nothing is changed when
 * this throws.
 *
 * @param force whether secrets that are there may be replaced; a database with rows is refused in any case.
 */
export async function restoreToServer(
  file: string,
  target: string,
  { dataDir, force = false }: { readonly dataDir: string; readonly force?: boolean },
): Promise<Restored> {
  const contents = checkBackup(file);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const copy = path.join(dataDir, `${path.basename(file)}.${process.pid}.restore`);
  try {
    copyFileSync(file, copy);
    hideFromOthers(copy);
    makeDatabase(copy);
    const migrated = await applyMigrations(`file:${copy}`);
    // This process has the copy open itself.
    await moveToServer(copy, target, { isLive: true });
    return { contents, replaced: null, migrated, secrets: writeSecrets(contents.secrets, dataDir, force) };
  } finally {
    removeDatabase(copy);
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}
