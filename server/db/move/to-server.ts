/**
 * Copies an SQLite database to an empty database of a PostgreSQL server.
 *
 * Everything is one transaction of the server, which ends after the rows of both sides are counted and summed: a copy that is
 * killed leaves no row.
 */
import { existsSync } from 'node:fs';
import Libsql from 'libsql';
import pg from 'pg';
import { AppError, getErrorMessage } from '../../errors';
import { closeForOthers } from '../backup';
import { listMigrations } from '../migration-files';
import { SQLITE_MIGRATIONS } from '../migrations';
import { applyPostgresqlMigrations, nameDatabase } from '../postgresql/migrations';
import { connectionOptions } from '../postgresql/pool';
import { readSqliteRows, sumServer } from './read';
import { describeTables, listNames, type Table } from './tables';
import { RowSum, toServer, type TableSum, type Value } from './values';

/** How long to wait for the server, in ms. */
const WAIT_MS = 60_000;
/** Parameters and bytes of one statement. */
const MAX_PARAMETERS = 32_000;
const MAX_BYTES = 8 * 2 ** 20;

export interface MovedTable extends TableSum {
  readonly name: string;
}

export interface MoveOptions {
  /** Copy the state of one moment of a database that is in use; what is written later is not copied. */
  readonly isLive?: boolean;
  /** Called for each table that is copied. */
  readonly onTable?: (table: MovedTable) => void;
}

/**
 * Copies every table, after bringing the target up to the newest migration.
 *
 * @param source path of an SQLite database with all migrations of this version.
 * @param target URL of an empty database.
 * @returns the tables with their rows, which are the same on both sides.
 * @throws CONFLICT for a source in use or a target with rows; DATABASE_UNAVAILABLE; BAD_USER_INPUT for a source that is not there.
 */
export async function moveToServer(
  source: string,
  target: string,
  { isLive = false, onTable = () => {} }: MoveOptions = {},
): Promise<MovedTable[]> {
  if (!existsSync(source)) throw new AppError('BAD_USER_INPUT', `There is no database at ${source}.`);
  if (!isLive) closeForOthers(source);
  await applyPostgresqlMigrations(target, { waitMs: WAIT_MS });
  const sqlite = new Libsql(source, { timeout: WAIT_MS });
  const client = new pg.Client(connectionOptions(target, 'read committed', 0));
  client.on('error', () => {});
  try {
    refuseOlder(sqlite, source);
    await client.connect();
    // Nobody writes to the copied state: other writers wait, or, of a live source, write to a later state.
    sqlite.exec(isLive ? 'BEGIN' : 'BEGIN IMMEDIATE');
    await client.query('BEGIN');
    const tables = await describeTables(sqlite, client);
    const moved = await copyAll(sqlite, client, tables, nameDatabase(target), onTable);
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return moved;
  } finally {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
    sqlite.close();
    // Without COMMIT the server rolls back.
    await client.end().catch(() => {});
  }
}

async function copyAll(
  sqlite: Libsql.Database,
  client: pg.Client,
  tables: readonly Table[],
  target: string,
  onTable: (table: MovedTable) => void,
): Promise<MovedTable[]> {
  await client.query(`LOCK TABLE ${listNames(tables.map(({ name }) => name))} IN ACCESS EXCLUSIVE MODE`);
  for (const table of tables) await refuseRows(client, table, target);
  // Rows come in the order of their keys. The server checks all references when it has the constraints again.
  const references = await dropReferences(client);
  const moved: MovedTable[] = [];
  for (const table of tables) {
    const read = await copyTable(sqlite, client, table);
    const written = await sumServer(client, table);
    if (read.rows !== written.rows || read.sha256 !== written.sha256) {
      const message = `${table.name} has ${read.rows} rows (sha256 ${read.sha256}), and the server has ${written.rows} (${written.sha256}). Nothing was moved.`;
      throw new AppError('DATABASE_UNAVAILABLE', message);
    }
    moved.push({ name: table.name, ...written });
    onTable({ name: table.name, ...written });
  }
  await restoreReferences(client, references);
  for (const table of tables) await continueNumbers(sqlite, client, table);
  return moved;
}

/** @returns the sum of what was read. */
async function copyTable(sqlite: Libsql.Database, client: pg.Client, table: Table): Promise<TableSum> {
  const sum = new RowSum();
  let batch: Value[][] = [];
  let bytes = 0;
  for (const row of readSqliteRows(sqlite, table)) {
    sum.add(row);
    batch.push(row);
    bytes += row.reduce((size: number, value) => size + measureSize(value), 0);
    if ((batch.length + 1) * row.length <= MAX_PARAMETERS && bytes < MAX_BYTES) continue;
    await insert(client, table, batch);
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) await insert(client, table, batch);
  return sum.end();
}

const measureSize = (value: Value): number =>
  typeof value === 'string' || value instanceof Uint8Array ? value.length : 8;

async function insert(client: pg.Client, table: Table, rows: readonly Value[][]): Promise<void> {
  const { name, columns } = table;
  const places = rows.map(
    (_, row) => `(${columns.map((_column, at) => `$${row * columns.length + at + 1}`).join(', ')})`,
  );
  try {
    await client.query(
      `INSERT INTO "${name}" (${listNames(columns)}) VALUES ${places.join(', ')}`,
      rows.flatMap((row) => row.map((value, at) => toServer(value, columns[at]!))),
    );
  } catch (error) {
    const message = `Rows of ${name} cannot be stored: ${getErrorMessage(error)}. Nothing was moved.`;
    throw new AppError('DATABASE_UNAVAILABLE', message, { cause: error });
  }
}

interface Reference {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

async function dropReferences(client: pg.Client): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(`
    SELECT conrelid::regclass::text AS "table", quote_ident(conname) AS "name", pg_get_constraintdef(oid) AS "definition"
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`);
  for (const { table, name } of rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  return rows;
}

async function restoreReferences(client: pg.Client, references: readonly Reference[]): Promise<void> {
  for (const { table, name, definition } of references) {
    try {
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
    } catch (error) {
      const message = `A row of ${table} refers to a row that is not there (${getErrorMessage(error)}). Nothing was moved.`;
      throw new AppError('DATABASE_UNAVAILABLE', message, { cause: error });
    }
  }
}

/** The next number is above all that were ever given: addresses and files may hold the numbers of deleted rows. */
async function continueNumbers(sqlite: Libsql.Database, client: pg.Client, table: Table): Promise<void> {
  if (table.numbered === null) return;
  const last = sqlite.prepare('SELECT "seq" FROM sqlite_sequence WHERE "name" = ?').get(table.name) as
    { seq: number } | undefined;
  if (last === undefined || last.seq < 1) return;
  await client.query('SELECT setval(pg_get_serial_sequence($1, $2), $3)', [
    `"${table.name}"`,
    table.numbered,
    last.seq,
  ]);
}

async function refuseRows(client: pg.Client, { name }: Table, target: string): Promise<void> {
  const { rows } = await client.query(`SELECT 1 FROM "${name}" LIMIT 1`);
  if (rows.length === 0) return;
  throw new AppError(
    'CONFLICT',
    `${target} is not empty: ${name} has rows. Create another database for the copy.`,
  );
}

/** @throws DATABASE_UNAVAILABLE for a source that lacks a migration. */
function refuseOlder(sqlite: Libsql.Database, source: string): void {
  const applied = sqlite
    .prepare('SELECT "migration_name" AS "name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL')
    .all() as { name: string }[];
  const missing = listMigrations(SQLITE_MIGRATIONS).find((name) => !applied.some((one) => one.name === name));
  if (missing === undefined) return;
  const message = `${source} lacks the migration ${missing}. Start this version of Patchbay with it once, then move it.`;
  throw new AppError('DATABASE_UNAVAILABLE', message);
}
