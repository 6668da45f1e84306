/** Migrations whatever interrupts them: several starts at once, killed starts, databases that earlier versions broke off. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Libsql from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, bundleFolder } from '../testing/bundle';
import { applyMigrations } from './migrations';
import { splitStatements } from './sql-script';

const MIGRATIONS = readdirSync('prisma/migrations')
  .filter((name) => !name.endsWith('.toml'))
  .toSorted()
  .map((name) => ({ name, script: readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8') }));

let folder: string;
let bundled: string;
let program: string;
/** What a database that nothing has gone wrong with consists of. */
let expected: unknown;
let count = 0;

const newFile = (): string => path.join(folder, `data-${count++}`, 'patchbay.db');
const toUrl = (file: string): string => `file:${file}`;
const migrate = (file: string) => applyMigrations(toUrl(file));

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'patchbay-migrations-'));
  bundled = await bundleFolder();
  program = await bundle('server/db/fixtures/migrate-process.ts', path.join(bundled, 'migrate.js'));
  const file = newFile();
  await migrate(file);
  expected = readSchema(file);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundled, { recursive: true, force: true });
});

/** Everything that migrations make, and the migrations that count as applied. */
function readSchema(file: string): unknown {
  const db = new Libsql(file);
  const all = (sql: string): unknown[] => db.prepare(sql).raw(true).all();
  try {
    expect(all('PRAGMA integrity_check')).toEqual([['ok']]);
    return {
      objects: all('SELECT type, name, tbl_name FROM sqlite_master ORDER BY 1, 2'),
      columns: all(
        `SELECT m.name, c.* FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1, 2`,
      ),
      applied: all(
        `SELECT migration_name, checksum, finished_at IS NOT NULL FROM _prisma_migrations
         WHERE rolled_back_at IS NULL ORDER BY 1`,
      ),
      mode: all('PRAGMA journal_mode'),
    };
  } finally {
    db.close();
  }
}

/** A process that migrates a file; resolves with how it ended. */
function start(file: string, killAfterMs?: number): Promise<number | string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, toUrl(file)], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  });
}

it('lets three first starts at once each end well', async () => {
  for (let round = 0; round < 4; round++) {
    const file = newFile();
    expect(await Promise.all([start(file), start(file), start(file)])).toEqual([0, 0, 0]);
    expect(readSchema(file)).toEqual(expected);
    expect(await migrate(file)).toEqual([]);
  }
});

it('repairs what a start that was killed has left, at moments all over its run', async () => {
  const began = performance.now();
  await start(newFile());
  const duration = performance.now() - began;
  for (let round = 0; round < 8; round++) {
    const file = newFile();
    await start(file, (duration * (round + 4)) / 12);
    await migrate(file);
    expect(readSchema(file)).toEqual(expected);
  }
});

describe('a database that an earlier version has broken off', () => {
  /** Applies migrations statement by statement as Prisma's schema engine does, and stops. */
  function breakOff(file: string, failing: number, statements: number): Libsql.Database {
    mkdirSync(path.dirname(file), { recursive: true });
    const db = new Libsql(file);
    db.exec(`PRAGMA journal_mode = WAL; CREATE TABLE "_prisma_migrations" (
      "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
      "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
      "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`);
    const record = db.prepare(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at") VALUES (?, 'x', ?, ?)`,
    );
    for (const { name, script } of MIGRATIONS.slice(0, failing)) {
      db.exec(script);
      record.run([name, name, '2026-11-25T18:49:54.264+00:00']);
    }
    const { name, script } = MIGRATIONS[failing]!;
    record.run([`${name} unfinished`, name, null]);
    for (const statement of splitStatements(script).slice(0, statements)) db.exec(statement);
    return db;
  }

  /** The last migration that a version applied statement by statement. Later ones are applied whole or not at all. */
  const LAST = MIGRATIONS.findIndex(({ name }) => name.endsWith('_hardening'));

  it.each(MIGRATIONS.slice(0, LAST + 1).map(({ name }, index) => [name, index] as const))(
    'after any statement of %s is carried on',
    async (_name, index) => {
      const { length } = splitStatements(MIGRATIONS[index]!.script);
      // Of long ones every few; the first and the last statement always.
      const step = Math.ceil(length / 8);
      for (let left = length; left > -step; left -= step) {
        const file = newFile();
        breakOff(file, index, Math.max(0, left)).close();
        expect(await migrate(file)).toEqual(MIGRATIONS.slice(index).map(({ name }) => name));
        expect(withoutChecksums(readSchema(file))).toEqual(withoutChecksums(expected));
      }
    },
  );

  it('keeps its contents and finds them', async () => {
    const search = MIGRATIONS.findIndex(({ name }) => name.endsWith('_search'));
    const { length } = splitStatements(MIGRATIONS[search]!.script);
    // The last six make the index, fill it, and keep it.
    for (let statements = length - 6; statements <= length; statements++) {
      const file = newFile();
      breakOff(file, search, 0).close();
      const db = new Libsql(file);
      db.exec(`
        INSERT INTO "User" ("id", "name") VALUES ('u', 'u');
        INSERT INTO "Model" VALUES ('m', 1, 1, 1, 1, 1, 1);
        INSERT INTO "Run" ("id", "ownerId", "modelId", "direction", "prependBos", "kinds", "contentHash") VALUES ('r', 'u', 'm', 'DENOISING', 1, '[]', 'x');
        INSERT INTO "Finding" ("id", "slug", "runId", "ownerId", "title", "summary", "card", "text") VALUES ('f', 's', 'r', 'u', 't', 's', '{}', 'induction');`);
      for (const statement of splitStatements(MIGRATIONS[search]!.script).slice(0, statements))
        db.exec(statement);
      db.close();
      await migrate(file);
      const after = new Libsql(file);
      const found = `SELECT f."id" FROM "Finding" f JOIN "FindingSearch" s ON s.rowid = f."searchId" WHERE s."text" MATCH 'induction'`;
      expect(after.prepare(found).raw(true).all()).toEqual([['f']]);
      after.exec(`DELETE FROM "Finding"`);
      expect(after.prepare(found).raw(true).all()).toEqual([]);
      after.close();
    }
  });

  it('whose migration another start has finished is fine as it is', async () => {
    const file = newFile();
    await migrate(file);
    const db = new Libsql(file);
    db.exec(`INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "logs")
      VALUES ('failed', 'x', '${MIGRATIONS[0]!.name}', 'table User already exists')`);
    db.close();
    expect(await migrate(file)).toEqual([]);
    expect(readSchema(file)).toEqual(expected);
  });

  function withoutChecksums(schema: unknown): unknown {
    const { applied, ...rest } = schema as { applied: unknown[][] };
    return { ...rest, applied: applied.map(([name, , isFinished]) => [name, isFinished]) };
  }
});

describe('a database that cannot be migrated', () => {
  const getErrorMessage = (work: Promise<unknown>) =>
    work.then(String, (error: Error) => `${error.name}: ${error.message}`);

  it('because it is newer says so, and stays as it is', async () => {
    const file = newFile();
    await migrate(file);
    const db = new Libsql(file);
    db.exec(`INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at")
      VALUES ('next', 'x', '29990101000000_future', '2999-01-01T00:00:00.000+00:00')`);
    const message = await getErrorMessage(migrate(file));
    expect(message).toContain('AppError: ');
    expect(message).toContain('newer version of Patchbay (migration 29990101000000_future). Update Patchbay');
    db.close();
  });

  it('because it is of another program says so, and is left alone', async () => {
    const file = newFile();
    mkdirSync(path.dirname(file));
    const db = new Libsql(file);
    db.exec('CREATE TABLE bookmarks (a)');
    expect(await getErrorMessage(migrate(file))).toMatch(
      /AppError: .*not Patchbay's \(bookmarks\)\. Set DATA_DIR/,
    );
    expect(db.prepare('SELECT name FROM sqlite_master').raw(true).all()).toEqual([['bookmarks']]);
    db.close();
  });

  it('because it is no database says so', async () => {
    const file = newFile();
    mkdirSync(path.dirname(file));
    writeFileSync(file, 'not a database '.repeat(1000));
    expect(await getErrorMessage(migrate(file))).toMatch(/AppError: .*is damaged.*restore a copy/);
  });

  it('because its place cannot be made says so', async () => {
    const file = newFile();
    writeFileSync(path.dirname(file), 'a file where the folder should be');
    expect(await getErrorMessage(migrate(path.join(path.dirname(file), 'sub', 'patchbay.db')))).toMatch(
      /AppError: .*cannot be read or written.*ENOTDIR/,
    );
  });

  it('because it stays locked says so', async () => {
    const file = newFile();
    await migrate(file);
    const db = new Libsql(file);
    db.exec('BEGIN IMMEDIATE');
    expect(await getErrorMessage(applyMigrations(toUrl(file), { waitMs: 30 }))).toMatch(
      /AppError: .*locked the database/,
    );
    db.close();
  });

  it('because a migration fails is told which one, and keeps nothing of it', async () => {
    const migrations = path.join(folder, 'failing');
    write(migrations, '1_good', 'CREATE TABLE "A" ("x" TEXT);');
    write(migrations, '2_bad', 'CREATE TABLE "B" ("x" TEXT); INSERT INTO "Nothing" VALUES (1);');
    const file = newFile();
    for (let start = 0; start < 2; start++) {
      const message = await getErrorMessage(applyMigrations(toUrl(file), { folder: migrations }));
      expect(message).toMatch(/AppError: The migration 2_bad cannot be applied.*None of it was applied/);
    }
    write(migrations, '2_bad', 'CREATE TABLE "B" ("x" TEXT);');
    expect(await applyMigrations(toUrl(file), { folder: migrations })).toEqual(['2_bad']);
  });
});

it('waits for a lock that ends', async () => {
  const file = newFile();
  mkdirSync(path.dirname(file));
  const db = new Libsql(file);
  db.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
  const migrated = migrate(file);
  await sleep(50);
  db.exec('COMMIT');
  expect(await migrated).toHaveLength(MIGRATIONS.length);
  db.close();
});

it('makes a table anew without deleting the rows that refer to it', async () => {
  const migrations = path.join(folder, 'anew');
  write(
    migrations,
    '1_tables',
    'CREATE TABLE "A" ("id" INTEGER PRIMARY KEY); CREATE TABLE "B" ("a" INTEGER REFERENCES "A" ("id") ON DELETE CASCADE); INSERT INTO "A" VALUES (1); INSERT INTO "B" VALUES (1);',
  );
  write(
    migrations,
    '2_anew',
    'PRAGMA foreign_keys=OFF; CREATE TABLE "new_A" ("id" INTEGER PRIMARY KEY, "x" TEXT); INSERT INTO "new_A" ("id") SELECT "id" FROM "A"; DROP TABLE "A"; ALTER TABLE "new_A" RENAME TO "A"; PRAGMA foreign_keys=ON;',
  );
  write(migrations, '3_orphan', 'DELETE FROM "A";');
  const file = newFile();
  await expect(applyMigrations(toUrl(file), { folder: migrations })).rejects.toThrow(
    /3_orphan.*row of B refers/,
  );
  const db = new Libsql(file);
  expect(db.prepare('SELECT * FROM "A", "B"').raw(true).all()).toEqual([[1, null, 1]]);
  db.close();
});

it('makes files that only their owner may read, and takes the rights of others from older ones', async () => {
  const file = newFile();
  await migrate(file);
  const modes = (): number[] =>
    readdirSync(path.dirname(file)).map((name) => statSync(path.join(path.dirname(file), name)).mode & 0o777);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  const db = new Libsql(file);
  db.exec('BEGIN IMMEDIATE; UPDATE "User" SET "name" = 1; COMMIT');
  expect(modes()).toEqual([0o600, 0o600, 0o600]);
  db.close();
  const old = newFile();
  mkdirSync(path.dirname(old));
  writeFileSync(old, '', { mode: 0o644 });
  await migrate(old);
  expect(statSync(old).mode & 0o777).toBe(0o640);
});

function write(migrations: string, name: string, script: string): void {
  mkdirSync(path.join(migrations, name), { recursive: true });
  writeFileSync(path.join(migrations, name, 'migration.sql'), script);
}
