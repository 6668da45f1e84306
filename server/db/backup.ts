/**
 * A backup: one SQLite file with the whole database, and a table that says what is in it.
 *
 * VACUUM INTO copies in one read transaction: other processes go on writing, and the copy is the state of one moment. SQLite's
 * own check finds damaged pages, not changed values, so the rows of each table are counted and hashed too. A secret is a row
 * of the same table: without the key that signs cookies, guests lose what they have.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import Libsql from 'libsql';
import { z } from 'zod';
import { AppError, getErrorMessage } from '../errors';
import { createPrivately } from './file';
import { listMigrations } from './migration-files';
import { SQLITE_MIGRATIONS } from './migrations';

/** Written into each backup; a later version may need to tell them apart. */
const FORMAT = 1;
const CONTENTS = '_patchbay_backup';

export interface TableSum {
  readonly rows: number;
  /** Of all rows, in lower-case hex. */
  readonly sha256: string;
}

/** What a backup says of itself. */
export interface BackupContents {
  readonly createdAt: string;
  /** The newest migration of the database. */
  readonly migration: string;
  readonly tables: Readonly<Record<string, TableSum>>;
  /** Contents of secret files, by their names. */
  readonly secrets: Readonly<Record<string, string>>;
}

const DESCRIPTION = z.object({
  createdAt: z.string(),
  migration: z.string(),
  tables: z.record(z.string(), z.object({ rows: z.number(), sha256: z.string() })),
  secrets: z.record(z.string(), z.string()),
});

/**
 * Writes a backup of a database that may be in use.
 *
 * @param source path of the database.
 * @param target path of the file; it appears when it is complete and checked.
 * @param secrets contents of secret files, by their names.
 * @throws Error when the source is damaged, cannot be read, or `target` exists.
 */
export function writeBackup(
  source: string,
  target: string,
  secrets: Readonly<Record<string, string>> = {},
): BackupContents {
  if (!existsSync(source)) throw new Error(`There is no database at ${source}.`);
  if (existsSync(target)) throw new Error(`${target} exists. Choose another name for the backup.`);
  const partial = `${target}.${process.pid}.part`;
  rmSync(partial, { force: true });
  try {
    // Only the owner may read it; VACUUM INTO accepts an empty file.
    createPrivately(partial);
    using(source, (database) => database.prepare('VACUUM INTO ?').run(partial));
    const contents = using(partial, (database) => {
      checkPages(database, partial);
      const described = {
        createdAt: new Date().toISOString(),
        migration: readNewest(database, partial),
        tables: sumTables(database),
        secrets,
      };
      database.exec(`CREATE TABLE "${CONTENTS}" ("key" TEXT PRIMARY KEY NOT NULL, "value" TEXT NOT NULL)`);
      const insert = database.prepare(`INSERT INTO "${CONTENTS}" VALUES (?, ?)`);
      insert.run('format', String(FORMAT));
      insert.run('contents', JSON.stringify(described));
      return described;
    });
    sync(partial);
    renameSync(partial, target);
    return contents;
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${suffix}`, { force: true });
  }
}

/**
 * Checks every page and every row of a backup.
 *
 * @param folder of the migrations of this version.
 * @throws AppError with what is wrong: BAD_USER_INPUT for another file, CONFLICT for a newer schema, DATABASE_UNAVAILABLE for a
 *   damaged backup.
 */
export function checkBackup(file: string, folder: string = SQLITE_MIGRATIONS): BackupContents {
  if (!existsSync(file)) throw new AppError('BAD_USER_INPUT', `There is no file ${file}.`);
  return using(file, (database) => {
    const contents = readContents(database, file);
    const known = listMigrations(folder);
    const unknown = readMigrations(database).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      const message = `${file} was made by a newer version of Patchbay (migration ${unknown}). Update Patchbay, then restore it.`;
      throw new AppError('CONFLICT', message);
    }
    checkPages(database, file);
    const found = sumTables(database);
    for (const name of new Set([...Object.keys(contents.tables), ...Object.keys(found)])) {
      const [expected, actual] = [contents.tables[name], found[name]];
      if (expected?.rows === actual?.rows && expected?.sha256 === actual?.sha256) continue;
      throw damaged(
        file,
        `the table ${name} has ${actual?.rows ?? 'no'} rows that are not the ${expected?.rows ?? 0} of the backup`,
      );
    }
    return contents;
  });
}

/** Removes from a copy of a backup what a database does not have. */
export function makeDatabase(copy: string): void {
  using(copy, (database) => database.exec(`DROP TABLE "${CONTENTS}"`));
  sync(copy);
}

/**
 * Takes a database out of use: its log is written into it, so that the file is complete by itself.
 *
 * @throws CONFLICT while another process has it open.
 */
export function closeForOthers(file: string): void {
  try {
    // SQLite leaves the write-ahead log only where no other connection is open.
    using(file, (database) => database.prepare('PRAGMA journal_mode = DELETE').all());
  } catch (error) {
    if (!/lock|busy/i.test(getErrorMessage(error))) throw error;
    throw new AppError('CONFLICT', `${file} is in use. Stop the site first.`);
  }
}

function using<T>(file: string, work: (database: Libsql.Database) => T): T {
  const database = new Libsql(file, { timeout: 10_000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

function readContents(database: Libsql.Database, file: string): BackupContents {
  let values: Map<string, string>;
  try {
    const rows = database.prepare(`SELECT "key", "value" FROM "${CONTENTS}"`).all() as {
      key: string;
      value: string;
    }[];
    values = new Map(rows.map(({ key, value }) => [key, value]));
  } catch (error) {
    const message = `${file} is not a backup of Patchbay (${getErrorMessage(error)}). npm run backup makes one.`;
    throw new AppError('BAD_USER_INPUT', message, { cause: error });
  }
  if (values.get('format') !== String(FORMAT)) {
    const message = `${file} has the format ${values.get('format')}; this version reads ${FORMAT}. Update Patchbay.`;
    throw new AppError('CONFLICT', message);
  }
  try {
    return DESCRIPTION.parse(JSON.parse(values.get('contents') ?? ''));
  } catch (error) {
    throw damaged(file, 'its description cannot be read', error);
  }
}

/** Checks pages, indexes and references. */
function checkPages(database: Libsql.Database, file: string): void {
  let problem: string | undefined;
  try {
    const [first] = database.prepare('PRAGMA integrity_check').raw(true).all() as string[][];
    problem = first?.[0] === 'ok' ? undefined : first?.[0];
    if (problem === undefined && database.prepare('PRAGMA foreign_key_check').all().length > 0)
      problem = 'a row refers to a row that is not there';
  } catch (error) {
    problem = getErrorMessage(error);
  }
  if (problem !== undefined) throw damaged(file, problem);
}

function damaged(file: string, what: string, cause?: unknown): AppError {
  return new AppError('DATABASE_UNAVAILABLE', `${file} is damaged: ${what}. Use another backup.`, { cause });
}

/** Rows of every table but those that describe the backup; virtual tables by the tables that hold their data. */
function sumTables(database: Libsql.Database): Record<string, TableSum> {
  const tables = database
    .prepare(
      `SELECT "name", "sql" FROM sqlite_master WHERE "type" = 'table' AND "sql" NOT LIKE 'CREATE VIRTUAL%' ORDER BY "name"`,
    )
    .all() as { name: string; sql: string }[];
  return Object.fromEntries(
    tables
      .filter(({ name }) => name !== CONTENTS && !name.startsWith('sqlite_'))
      .map(({ name, sql }) => [name, sumTable(database, name, !/WITHOUT ROWID/i.test(sql))]),
  );
}

function sumTable(database: Libsql.Database, name: string, hasRowid: boolean): TableSum {
  const hash = createHash('sha256');
  const columns = (database.prepare(`PRAGMA table_info("${name}")`).all() as { name: string }[]).map(
    (column) => column.name,
  );
  const list = columns.map((column) => `"${column}"`).join(', ');
  let rows = 0;
  // A copy keeps the order of its rows; to sort them by their values would take long.
  const statement = database.prepare(`SELECT ${list} FROM "${name}"${hasRowid ? ' ORDER BY rowid' : ''}`);
  hash.update(JSON.stringify(columns));
  for (const row of statement.raw(true).safeIntegers(true).iterate() as Iterable<unknown[]>) {
    rows++;
    for (const value of row) hashValue(hash, value);
  }
  return { rows, sha256: hash.digest('hex') };
}

/** The type and the length come first, so that no two rows are hashed as the same bytes. */
function hashValue(hash: ReturnType<typeof createHash>, value: unknown): void {
  if (value instanceof Uint8Array) hash.update(`b${value.length}:`).update(value);
  else if (value === null) hash.update('n');
  else {
    // oxlint-disable-next-line typescript/no-base-to-string -- a number, a bigint or a text
    const text = String(value);
    hash.update(`${typeof value}${text.length}:${text}`);
  }
}

function readNewest(database: Libsql.Database, file: string): string {
  const newest = readMigrations(database).at(-1);
  if (newest === undefined) throw new Error(`${file} has no migrations; it is not a database of Patchbay.`);
  return newest;
}

/** Names of the applied migrations, the oldest first. */
function readMigrations(database: Libsql.Database): string[] {
  const rows = database
    .prepare(
      `SELECT "migration_name" AS "name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "name"`,
    )
    .all() as { name: string }[];
  return rows.map(({ name }) => name);
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
