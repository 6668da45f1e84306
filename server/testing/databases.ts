/**
 * The database of each test: a file, or in the project `postgresql` of vitest.config.ts a database of the server that
 * TEST_DATABASE_URL names.
 */
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** An empty file with all migrations, made anew by each run of the tests: all migrations take longer than most tests. */
export const DATABASE_TEMPLATE = path.resolve('.build', 'test-database', 'patchbay.db');

/** Of the names of databases: each run of the tests drops its own. */
const PREFIX = `patchbay_test_${process.env['TEST_DATABASE_RUN'] ?? ''}_`;

/** Set by vitest.config.ts and its set-up. */
const ENVIRONMENT = {
  /** URL of a database of the server, whose role may create databases. */
  server: 'TEST_DATABASE_URL',
  /** Name of a migrated database that tests copy. */
  template: 'TEST_DATABASE_TEMPLATE',
  /** `postgresql` for tests on the server. */
  kind: 'TEST_DATABASE',
} as const;

export interface TestDatabase {
  readonly url: string;
  /** Ends the use of a database of a server; a file is the caller's. */
  release(): Promise<void>;
}

/** Whether the tests of this process run on a PostgreSQL server. */
export function isOnServer(): boolean {
  return process.env[ENVIRONMENT.kind] === 'postgresql';
}

/** Names of empty, migrated databases that earlier tests of this process have used. */
const unused: string[] = [];

/** Creates a migrated database. @param folder of the file. */
export async function createTestDatabase(folder: string): Promise<TestDatabase> {
  if (!isOnServer()) {
    const file = path.join(folder, 'patchbay.db');
    if (existsSync(DATABASE_TEMPLATE)) copyFileSync(DATABASE_TEMPLATE, file);
    return { url: `file:${file}`, release: async () => {} };
  }
  const name = unused.pop() ?? (await createOnServer(process.env[ENVIRONMENT.template]));
  return { url: urlOfDatabase(name), release: async () => void unused.push(await empty(name)) };
}

/** Creates a database on the server. @param template name of the database that it is a copy of. @returns its name. */
export async function createOnServer(template = 'template0'): Promise<string> {
  const name = createName();
  await runOnServer(`CREATE DATABASE "${name}" TEMPLATE "${template}" ENCODING 'UTF8'`);
  return name;
}

/** Drops all databases of this run of the tests. */
export async function dropAllOnServer(): Promise<void> {
  const { rows } = await runOnServer(`SELECT datname FROM pg_database WHERE datname LIKE '${PREFIX}%'`);
  for (const { datname } of rows) await dropOnServer(datname as string);
}

export async function dropOnServer(name: string): Promise<void> {
  await runOnServer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
}

const createName = (): string => `${PREFIX}${randomBytes(8).toString('hex')}`;

/**
 * Deletes all rows of a database and renames it: copying the template takes ten times as long, and what a test has left running
 * finds no database of the old name.
 *
 * @returns the new name.
 */
async function empty(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: urlOfDatabase(name) });
  await client.connect();
  try {
    await client.query(DELETE_ROWS);
  } finally {
    await client.end();
  }
  await runOnServer(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
  const renamed = createName();
  for (let attempt = 0; ; attempt++) {
    // A process that ends still counts.
    await runOnServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    try {
      await runOnServer(`ALTER DATABASE "${name}" RENAME TO "${renamed}"`);
      break;
    } catch (error) {
      if (attempt > 200) throw error;
      await sleep(20);
    }
  }
  await runOnServer(`ALTER DATABASE "${renamed}" ALLOW_CONNECTIONS true`);
  return renamed;
}

/** Tables that others refer to are emptied in a later pass. */
const DELETE_ROWS = `
  DO $$ DECLARE
    name TEXT; has_rows BOOLEAN; is_left BOOLEAN := TRUE;
  BEGIN
    WHILE is_left LOOP
      is_left := FALSE;
      FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO has_rows;
        IF has_rows THEN
          BEGIN
            EXECUTE format('DELETE FROM %I', name);
          EXCEPTION WHEN foreign_key_violation THEN
            is_left := TRUE;
          END;
        END IF;
      END LOOP;
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
      EXECUTE format('ALTER SEQUENCE %I RESTART', name);
    END LOOP;
  END $$`;

/** The server's URL with another database. */
export function urlOfDatabase(name: string): string {
  const url = new URL(process.env[ENVIRONMENT.server]!);
  url.pathname = `/${name}`;
  return url.href;
}

let pool: pg.Pool | undefined;

async function runOnServer(sql: string): Promise<pg.QueryResult<Record<string, unknown>>> {
  pool ??= new pg.Pool({ connectionString: process.env[ENVIRONMENT.server], max: 2, allowExitOnIdle: true });
  return pool.query(sql);
}
