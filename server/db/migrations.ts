/**
 * Applies the SQL files of prisma/migrations to SQLite (db/postgresql/migrations.ts does so on PostgreSQL), each in one transaction with its row in Prisma's table `_prisma_migrations`.
 *
 * SQLite's write lock excludes other starts during a migration, and ends with the process that holds it. So when a start is
 * killed, or several start at once, each migration is applied completely or not at all. Earlier versions applied migrations
 * statement by statement with Prisma's schema engine; a migration that they left unfinished is completed.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError, getErrorMessage } from '../errors';
import { Connection } from './connection';
import { readDialect } from './dialect';
import { databaseError, databaseFault, faultFrom } from './faults';
import { readKind } from './migration-kind';
import { createPrivately, databasePath, hideFromOthers } from './file';
import { countCompleted, splitStatements } from './sql-script';
import {
  digestScript,
  listMigrations,
  readMigrations,
  refuseNewer,
  type AppliedRow,
  type Migration,
} from './migration-files';
import { applyPostgresqlMigrations, POSTGRESQL_MIGRATIONS } from './postgresql/migrations';
import { isPostgresql } from './postgresql/pool';
import { deadlineIn, whileBusy, type Deadline } from './wait';

/** How long a start waits for other starts, or for another program that has the database locked, in ms. */
const WAIT_MS = 60_000;
export const SQLITE_MIGRATIONS = path.resolve('prisma/migrations');

/** Names of the migrations that this version expects in the database of a client. */
export function listExpectedMigrations(client: object): string[] {
  return listMigrations(readDialect(client) === 'postgresql' ? POSTGRESQL_MIGRATIONS : SQLITE_MIGRATIONS);
}

type Row = AppliedRow & { readonly isFinished: boolean };

/**
 * Brings a database up to the newest migration. A file and its folder are created when they are missing.
 *
 * @param url `file:` URL of an SQLite database, or `postgresql:` URL of a database of a server.
 * @param folder with the migrations, in Prisma's layout.
 * @param waitMs how long to wait for other programs.
 * @returns the names of the applied migrations.
 * @throws DATABASE_UNAVAILABLE, with a message for whoever starts the site: what is wrong, and what to do.
 */
export async function applyMigrations(
  url: string,
  { folder, waitMs = WAIT_MS }: { readonly folder?: string; readonly waitMs?: number } = {},
): Promise<string[]> {
  if (isPostgresql(url)) return applyPostgresqlMigrations(url, { folder, waitMs });
  const file = databasePath(url);
  const connection = new Connection(file);
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    createPrivately(file);
    hideFromOthers(file);
    const deadline = deadlineIn(waitMs);
    // Stored in the file: from now on readers and the writer do not block each other.
    await whileBusy(() => connection.execute('PRAGMA journal_mode = WAL', []), deadline);
    // Works only outside of a transaction. Without it a migration that recreates a table would delete the rows that refer to it.
    await whileBusy(() => connection.run('PRAGMA foreign_keys = OFF'), deadline);
    return await applyMissing(connection, readMigrations(folder ?? SQLITE_MIGRATIONS), file, deadline);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const known = databaseError(faultFrom(error) ?? error);
    if (known === null) throw error;
    throw new AppError(known.code, `${file}: ${known.message} (${getErrorMessage(error)})`, { cause: error });
  } finally {
    connection.close();
  }
}

async function applyMissing(
  connection: Connection,
  migrations: readonly Migration[],
  file: string,
  deadline: Deadline,
): Promise<string[]> {
  const applied: string[] = [];
  for (;;) {
    await whileBusy(() => connection.run('BEGIN IMMEDIATE'), deadline);
    try {
      const rows = readRows(connection, file);
      refuseNewer(rows, migrations, file);
      const next = migrations.find(({ name }) => !rows.some((row) => row.name === name && row.isFinished));
      rollBackUnfinished(connection, rows);
      if (next !== undefined) {
        apply(connection, next, rows);
        applied.push(next.name);
      }
      await whileBusy(() => connection.run('COMMIT'), deadline);
      if (next === undefined) return applied;
    } finally {
      connection.recover();
    }
  }
}

/** Runs a migration, or the rest of one that an earlier version left unfinished. */
function apply(connection: Connection, { name, script }: Migration, rows: readonly Row[]): void {
  const startedAt = timestamp();
  const isUnfinished = rows.some((row) => row.name === name);
  try {
    const statements = splitStatements(script);
    const done = isUnfinished ? countCompleted(connection, statements) : 0;
    for (const statement of statements.slice(done)) connection.run(statement);
    const [violation] = connection.execute('PRAGMA foreign_key_check', []).rows;
    if (violation) throw new Error(`a row of ${String(violation[0])} refers to a row that is not there`);
  } catch (error) {
    const fault = databaseFault(error);
    if (fault !== null && fault.kind !== 'not-migrated') throw error;
    const message =
      `The migration ${name} cannot be applied to this database: ${getErrorMessage(error)}. None of it was applied. ` +
      'Start the version of Patchbay that it was used with, or restore a copy; or set DATA_DIR to another folder to start with an empty database.';
    throw new AppError('DATABASE_UNAVAILABLE', message, { cause: error });
  }
  connection.execute(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count", "logs")
     VALUES (?, ?, ?, ?, ?, 1, ?)`,
    [randomUUID(), digestScript(script), name, startedAt, timestamp(), readKind(script)],
  );
}

/** Reads Prisma's table, and creates it when it is missing. */
function readRows(connection: Connection, file: string): Row[] {
  const tables = connection.execute(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
    [],
  ).rows;
  if (!tables.some(([name]) => name === '_prisma_migrations')) {
    if (tables.length > 0) {
      const message = `${file} holds tables that are not Patchbay's (${String(tables[0]![0])}). Set DATA_DIR or DATABASE_URL to another place.`;
      throw new AppError('DATABASE_UNAVAILABLE', message);
    }
    connection.run(MIGRATIONS_TABLE);
  }
  const { rows } = connection.execute(
    'SELECT "id", "migration_name", "finished_at", "logs" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL',
    [],
  );
  return rows.map(([id, name, finishedAt, kind]) => ({
    id: String(id),
    name: String(name),
    isFinished: finishedAt !== null,
    kind: typeof kind === 'string' ? kind : null,
  }));
}

/** The table as Prisma's schema engine creates it, so that Prisma's commands work on this database. */
const MIGRATIONS_TABLE = `
  CREATE TABLE "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
  )`;

/** Marks unfinished rows as rolled back: their migration is completed now, or another start has completed it. */
function rollBackUnfinished(connection: Connection, rows: readonly Row[]): void {
  for (const { id, isFinished } of rows) {
    if (isFinished) continue;
    connection.execute('UPDATE "_prisma_migrations" SET "rolled_back_at" = ? WHERE "id" = ?', [
      timestamp(),
      id,
    ]);
  }
}

/** The current time in Prisma's format. */
function timestamp(): string {
  return new Date().toISOString().replace('Z', '+00:00');
}
