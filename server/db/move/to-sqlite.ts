/** Copies the state of one moment of a PostgreSQL database to a new SQLite file, for backups. */
import Libsql from 'libsql';
import pg from 'pg';
import { AppError } from '../../errors';
import { listMigrations } from '../migration-files';
import { applyMigrations } from '../migrations';
import { nameDatabase, POSTGRESQL_MIGRATIONS } from '../postgresql/migrations';
import { connectionOptions } from '../postgresql/pool';
import { readServerRows, sumSqlite } from './read';
import { describeTables, listNames, type Table } from './tables';
import { RowSum, toSqlite } from './values';

/**
 * Copies every table, and compares the rows of both sides.
 *
 * @param source URL of a database with all migrations of this version; it may be in use.
 * @param target path of the file, which does not exist.
 * @throws DATABASE_UNAVAILABLE
 */
export async function copyToSqlite(source: string, target: string): Promise<void> {
  const client = new pg.Client(connectionOptions(source, 'read committed', 0));
  client.on('error', () => {});
  await applyMigrations(`file:${target}`);
  const sqlite = new Libsql(target);
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await refuseOther(client, source);
    const tables = await describeTables(sqlite, client);
    // References are checked when all tables are there.
    sqlite.exec('PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE');
    for (const table of tables) await copyTable(client, sqlite, table);
    for (const table of tables) await continueNumbers(client, sqlite, table);
    const [violation] = sqlite.prepare('PRAGMA foreign_key_check').all() as { table: string }[];
    if (violation)
      throw new AppError(
        'DATABASE_UNAVAILABLE',
        `A row of ${violation.table} refers to a row that is not there.`,
      );
    sqlite.exec('COMMIT');
    await client.query('COMMIT');
  } finally {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
    sqlite.close();
    await client.end().catch(() => {});
  }
}

async function copyTable(client: pg.Client, sqlite: Libsql.Database, table: Table): Promise<void> {
  const { name, columns } = table;
  const sum = new RowSum();
  const places = columns.map(() => '?').join(', ');
  const insert = sqlite.prepare(`INSERT INTO "${name}" (${listNames(columns)}) VALUES (${places})`);
  for await (const row of readServerRows(client, table)) {
    sum.add(row);
    insert.run(row.map((value, at) => toSqlite(value, columns[at]!)));
  }
  const [read, written] = [sum.end(), sumSqlite(sqlite, table)];
  if (read.rows === written.rows && read.sha256 === written.sha256) return;
  const message = `${name} has ${read.rows} rows (sha256 ${read.sha256}), and the copy has ${written.rows} (${written.sha256}).`;
  throw new AppError('DATABASE_UNAVAILABLE', message);
}

/** A number that was given once is not given again. */
async function continueNumbers(client: pg.Client, sqlite: Libsql.Database, table: Table): Promise<void> {
  if (table.numbered === null) return;
  const { rows } = await client.query<{ last: string | null }>(
    'SELECT pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass) AS "last"',
    [`"${table.name}"`, table.numbered],
  );
  const last = Number(rows[0]?.last ?? 0);
  const { changes } = sqlite
    .prepare('UPDATE sqlite_sequence SET "seq" = max("seq", ?) WHERE "name" = ?')
    .run([last, table.name]);
  if (changes === 0 && last > 0)
    sqlite.prepare('INSERT INTO sqlite_sequence ("name", "seq") VALUES (?, ?)').run([table.name, last]);
}

/** @throws DATABASE_UNAVAILABLE for a database that is not Patchbay's, or lacks a migration. */
async function refuseOther(client: pg.Client, source: string): Promise<void> {
  const name = nameDatabase(source);
  const known = await client.query(`SELECT to_regclass('"_prisma_migrations"') AS "table"`);
  if ((known.rows as { table: string | null }[])[0]?.table == null)
    throw new AppError('DATABASE_UNAVAILABLE', `${name} is not a database of Patchbay.`);
  const { rows } = await client.query<{ name: string }>(
    'SELECT "migration_name" AS "name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL',
  );
  const missing = listMigrations(POSTGRESQL_MIGRATIONS).find(
    (migration) => !rows.some((row) => row.name === migration),
  );
  if (missing === undefined) return;
  const message = `${name} lacks the migration ${missing}. Start this version of Patchbay with it once.`;
  throw new AppError('DATABASE_UNAVAILABLE', message);
}
