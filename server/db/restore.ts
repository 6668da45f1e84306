/** Makes a backup the database of a site. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '../errors';
import { checkBackup, closeForOthers, makeDatabase, type BackupContents } from './backup';
import { hideFromOthers } from './file';
import { applyMigrations } from './migrations';

export interface Restored {
  readonly contents: BackupContents;
  /** Where the database that was there is kept; null when there was none. */
  readonly replaced: string | null;
  /** Migrations that the backup lacked. */
  readonly migrated: readonly string[];
  /** Names of the secret files that were written. */
  readonly secrets: readonly string[];
}

interface RestoreOptions {
  /** Path of the database. */
  readonly target: string;
  /** Folder of the secret files. */
  readonly dataDir: string;
  /** Whether a database and secrets that are there may be replaced. */
  readonly force?: boolean;
}

/**
 * Checks a backup, puts it in the place of the database and migrates it.
 *
 * A database that is there is kept under another name. Nothing is changed when this throws.
 *
 * @throws AppError: CONFLICT for a database that exists or is in use, or a backup of a newer version; others as checkBackup.
 */
export async function restoreBackup(
  file: string,
  { target, dataDir, force = false }: RestoreOptions,
): Promise<Restored> {
  const contents = checkBackup(file);
  const exists = existsSync(target);
  if (exists && !force) {
    const message = `${target} exists. Restore into an empty DATA_DIR, or use --force: then it is kept under another name.`;
    throw new AppError('CONFLICT', message);
  }
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const copy = `${target}.${process.pid}.restore`;
  try {
    copyFileSync(file, copy);
    hideFromOthers(copy);
    makeDatabase(copy);
    let replaced: string | null = null;
    if (exists) {
      closeForOthers(target);
      replaced = `${target}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
      renameSync(target, replaced);
    }
    // Logs of another database would be applied to this one.
    for (const suffix of ['-wal', '-shm', '-journal']) rmSync(`${target}${suffix}`, { force: true });
    renameSync(copy, target);
    const secrets = writeSecrets(contents.secrets, dataDir, force);
    const migrated = await applyMigrations(pathToFileURL(target).href);
    return { contents, replaced, migrated, secrets };
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${copy}${suffix}`, { force: true });
  }
}

/** Writes secret files, unless they are there. @returns the names of those that were written. */
export function writeSecrets(
  secrets: Readonly<Record<string, string>>,
  dataDir: string,
  isReplaced: boolean,
): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const place = path.join(dataDir, path.basename(name));
    if (existsSync(place) && !isReplaced) return [];
    writeFileSync(place, secret, { mode: 0o600 });
    return [path.basename(name)];
  });
}
