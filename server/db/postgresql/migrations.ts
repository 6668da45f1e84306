/**
 * Applies the SQL files of prisma/postgresql/migrations, each in one transaction with its row in Prisma's table
 * `_prisma_migrations`.
 *
 * A lock that ends with the transaction excludes other starts, so several web servers may start at once.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { AppError, getErrorMessage } from '../../errors';
import { databaseError } from '../faults';
import {
  digestScript,
  readMigrations,
  refuseNewer,
  type AppliedRow,
  type Migration,
} from '../migration-files';
import { readKind } from '../migration-kind';
import { faultFromPostgresql } from './faults';
import { connectionOptions } from './pool';

export const POSTGRESQL_MIGRATIONS = path.resolve('prisma/postgresql/migrations');
/** Key of the lock: "patchbay" in ASCII. */
const LOCK = '8097881575290724729';

/**
 * Brings a database of a server up to the newest migration.
 *
 * @param waitMs how long to wait for the server, and for other starts.
 * @returns the names of the applied migrations.
 * @throws DATABASE_UNAVAILABLE, with a message for whoever starts the site.
 */
export async function applyPostgresqlMigrations(
  url: string,
  { folder = POSTGRESQL_MIGRATIONS, waitMs }: { readonly folder?: string; readonly waitMs: number },
): Promise<string[]> {
  const name = nameDatabase(url);
  const client = new pg.Client({
    // A migration may take longer than a request.
    ...connectionOptions(url, 'read committed', 0),
    connectionTimeoutMillis: waitMs,
  });
  // A server that goes away makes the query fail, too.
  client.on('error', () => {});
  try {
    await client.connect();
    await checkEncoding(client, name);
    await client.query(`SET lock_timeout = ${Math.max(1, Math.round(waitMs))}`);
    return await applyMissing(client, readMigrations(folder), name);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const fault = faultFromPostgresql(error);
    const known = databaseError(fault ?? error);
    if (known === null) throw error;
    throw new AppError(
      known.code,
      `${name}: ${explain(error) ?? known.message} (${getErrorMessage(error)})`,
      {
        cause: error,
      },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

async function applyMissing(
  client: pg.Client,
  migrations: readonly Migration[],
  database: string,
): Promise<string[]> {
  const applied: string[] = [];
  for (;;) {
    await client.query('BEGIN');
    try {
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const rows = await readRows(client, database);
      refuseNewer(rows, migrations, database);
      const next = migrations.find(({ name }) => !rows.some((row) => row.name === name));
      if (next !== undefined) {
        await apply(client, next);
        applied.push(next.name);
      }
      await client.query('COMMIT');
      if (next === undefined) return applied;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    }
  }
}

async function apply(client: pg.Client, { name, script }: Migration): Promise<void> {
  const startedAt = new Date();
  try {
    // Without parameters the server takes several statements at once.
    await client.query(script);
  } catch (error) {
    const fault = faultFromPostgresql(error);
    if (fault !== null && fault.kind !== 'not-migrated') throw error;
    const message =
      `The migration ${name} cannot be applied to this database: ${getErrorMessage(error)}. None of it was applied. ` +
      'Start the version of Patchbay that it was used with, or restore a copy; or set DATABASE_URL to an empty database.';
    throw new AppError('DATABASE_UNAVAILABLE', message, { cause: error });
  }
  await client.query(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count", "logs")
     VALUES ($1, $2, $3, $4, $5, 1, $6)`,
    [randomUUID(), digestScript(script), name, startedAt, new Date(), readKind(script)],
  );
}

/** Reads Prisma's table, and creates it when it is missing. */
async function readRows(client: pg.Client, database: string): Promise<AppliedRow[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT tablename AS "name" FROM pg_tables WHERE schemaname = current_schema()`,
  );
  if (!tables.some(({ name }) => name === '_prisma_migrations')) {
    if (tables.length > 0) {
      const message = `${database} holds tables that are not Patchbay's (${tables[0]!.name}). Set DATABASE_URL to another database.`;
      throw new AppError('DATABASE_UNAVAILABLE', message);
    }
    await client.query(MIGRATIONS_TABLE);
  }
  const { rows } = await client.query<AppliedRow>(
    'SELECT "id", "migration_name" AS "name", "logs" AS "kind" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL',
  );
  return rows;
}

/** The table as Prisma's schema engine creates it, so that Prisma's commands work on this database. */
const MIGRATIONS_TABLE = `
  CREATE TABLE "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
  )`;

/** Texts hold any character; other encodings refuse most of them. */
async function checkEncoding(client: pg.Client, database: string): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  const message = `${database} has the encoding ${encoding}. Create a database with the encoding UTF8: createdb --encoding=UTF8 --template=template0 patchbay.`;
  throw new AppError('DATABASE_UNAVAILABLE', message);
}

/** What to do about errors that whoever starts the site can solve. */
function explain(error: unknown): string | null {
  switch ((error as { code?: unknown } | null)?.code) {
    case '3D000':
      return 'this database does not exist; create it with createdb --encoding=UTF8 --template=template0 <name>.';
    case '28P01':
    case '28000':
      return 'the server refuses the user or the password of DATABASE_URL.';
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ENOENT':
      return 'no PostgreSQL server answers there. Start it, or correct DATABASE_URL.';
    default:
      return null;
  }
}

/** A database in messages and logs, without its password. */
export function nameDatabase(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = hostname || searchParams.get('host') || 'localhost';
  return `postgresql://${host}${port === '' ? '' : `:${port}`}${pathname}`;
}
