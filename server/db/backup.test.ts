/** Backup of a database that is written to by this process, by another one, and its restoration. */
import { execFile } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import Libsql from 'libsql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestServices, type TestServices } from '../testing/test-services';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { checkBackup, writeBackup } from './backup';
import { databasePath } from './file';
import { openDatabase } from '../db';
import { restoreBackup } from './restore';

let services: TestServices;
let folder: string;
let source: string;
beforeEach(async () => {
  services = await createTestServices();
  folder = mkdtempSync(path.join(tmpdir(), 'patchbay-backup-'));
  source = databasePath(services.config.databaseUrl);
});
afterEach(async () => {
  await services.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const runScript = (script: string, args: readonly string[], dataDir: string) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...args], {
    env: { PATH: '', NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: dataDir },
  });

/** All rows of a table as text, in the order of their ids. */
async function readRows(db: TestServices['db'], table: string): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<object[]>(`SELECT * FROM "${table}" ORDER BY "id"`);
  return rows.map((row) =>
    JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  );
}

it('is the state of one moment while the site writes, and restores to the same rows', async () => {
  const { db } = services;
  await storeFakeModel(services);
  await storeRuns(services, ['A1', 'A2'], { status: 'SUCCEEDED' });
  let isWriting = true;
  let written = 0;
  const write = async (): Promise<void> => {
    while (isWriting) {
      const id = `w${String(++written).padStart(6, '0')}`;
      // Both or neither of them.
      await db.user.create({ data: { id, name: id, tokens: { create: { name: id, hash: id } } } });
      // Writes alone would leave this process no turn to notice the end of another one.
      await nextTurn();
    }
  };
  const writing = write();
  const files = [path.join(folder, 'first.db'), path.join(folder, 'second.db')];
  try {
    for (const file of files) {
      const before = written;
      const { stdout } = await runScript('scripts/backup.ts', [file], services.config.dataDir);
      expect(stdout).toMatch(/rows of \d+ tables, migration \d+_\w+\. All pages/);
      expect(written).toBeGreaterThan(before);
    }
  } finally {
    isWriting = false;
    await writing;
  }
  const counts = files.map((file) => checkBackup(file).tables);
  expect(counts[1]!['AccessToken']!.rows).toBeGreaterThan(counts[0]!['AccessToken']!.rows);
  for (const tables of counts) expect(tables['User']!.rows - tables['AccessToken']!.rows).toBe(1);

  const elsewhere = path.join(folder, 'elsewhere');
  const { stdout } = await runScript('scripts/restore.ts', [files[1]!], elsewhere);
  expect(stdout).toMatch(/Every row has the hash that the backup states/);
  const restored = openDatabase(`file:${path.join(elsewhere, 'patchbay.db')}`);
  for (const table of ['Run', 'PromptPair', 'User', 'AccessToken', 'Model']) {
    const rows = await readRows(restored, table);
    expect(rows).toHaveLength(counts[1]![table]!.rows);
    // Rows that were written after the backup are the last ones.
    expect(rows).toEqual((await readRows(db, table)).slice(0, rows.length));
  }
  await restored.$disconnect();
  expect(statSync(path.join(elsewhere, 'patchbay.db')).mode & 0o077).toBe(0);
});

it('refuses to replace a database without --force, and one that is in use', async () => {
  await services.db.user.create({ data: { id: 'a', name: 'A' } });
  const file = path.join(folder, 'backup.db');
  writeBackup(source, file);
  await services.db.user.create({ data: { id: 'b', name: 'B' } });
  const { dataDir } = services.config;
  const target = { target: source, dataDir };
  await expect(restoreBackup(file, target)).rejects.toMatchObject({ code: 'CONFLICT', message: /exists/ });
  await expect(restoreBackup(file, { ...target, force: true })).rejects.toThrow(/is in use. Stop the site/);
  expect(await services.db.user.count()).toBe(2);
  // libSQL keeps files open until statements are collected, so other processes restore.
  const elsewhere = path.join(folder, 'elsewhere');
  await runScript('scripts/restore.ts', [file], elsewhere);
  const later = path.join(folder, 'later.db');
  writeBackup(source, later);
  await expect(runScript('scripts/restore.ts', [later], elsewhere)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/exists\. Restore into an empty DATA_DIR, or use --force/),
  });
  const { stdout } = await runScript('scripts/restore.ts', [later, '--force'], elsewhere);
  const replaced = /that was there is (.*)\.$/m.exec(stdout)![1]!;
  const names = (place: string): unknown => {
    const database = new Libsql(place);
    try {
      return database.prepare('SELECT "id" FROM "User" ORDER BY "id"').raw(true).all();
    } finally {
      database.close();
    }
  };
  expect(names(path.join(elsewhere, 'patchbay.db'))).toEqual([['a'], ['b']]);
  expect(names(replaced)).toEqual([['a']]);
});

it('does not overwrite a file, and leaves nothing behind when it fails', () => {
  const file = path.join(folder, 'backup.db');
  writeBackup(source, file);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(() => writeBackup(source, file)).toThrow(/exists/);
  expect(() => writeBackup(path.join(folder, 'none.db'), path.join(folder, 'x.db'))).toThrow(/no database/);
  expect(() => writeBackup(source, path.join(folder, 'none', 'x.db'))).toThrow(/unable to open|ENOENT/);
  expect(existsSync(path.join(folder, 'x.db'))).toBe(false);
});

it('finds a changed value, a damaged page, another file and a newer schema', async () => {
  await services.db.user.create({ data: { id: 'a', name: 'Original name' } });
  const file = path.join(folder, 'backup.db');
  writeBackup(source, file);
  expect(checkBackup(file).tables['User']).toMatchObject({ rows: 1 });

  const bytes = readFileSync(file);
  const patch = (name: string, at: number, text: string): string => {
    const place = path.join(folder, name);
    const descriptor = openSync(place, 'w');
    writeSync(descriptor, bytes);
    writeSync(descriptor, text, at);
    closeSync(descriptor);
    return place;
  };
  expect(() => checkBackup(patch('value.db', bytes.indexOf('Original name'), 'Forged'))).toThrow(
    /is damaged: the table User has 1 rows that are not the 1/,
  );
  expect(() => checkBackup(patch('page.db', 4096 * 3, '\u0000'.repeat(400)))).toThrow(/is damaged/);
  expect(() => checkBackup(source)).toThrow(/not a backup of Patchbay/);
  expect(() => checkBackup(path.join(folder, 'none.db'))).toThrow(/no file/);

  const newer = new Libsql(file);
  newer.exec(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at") VALUES ('x', 'x', '99990101000000_later', 'x')`,
  );
  newer.close();
  expect(() => checkBackup(file)).toThrow(/newer version of Patchbay \(migration 99990101000000_later\)/);
});

it('keeps secrets only where they are asked for', async () => {
  const [without, withSecrets] = [path.join(folder, 'a.db'), path.join(folder, 'b.db')];
  const secrets = { 'session-secret': 's'.repeat(40) };
  writeBackup(source, without);
  writeBackup(source, withSecrets, secrets);
  expect(checkBackup(without).secrets).toEqual({});
  const dataDir = path.join(folder, 'elsewhere');
  const restored = await restoreBackup(withSecrets, { target: path.join(dataDir, 'patchbay.db'), dataDir });
  expect(restored.secrets).toEqual(['session-secret']);
  expect(readFileSync(path.join(dataDir, 'session-secret'), 'utf8')).toBe(secrets['session-secret']);
});
