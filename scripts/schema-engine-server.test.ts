/** The migrations of PostgreSQL on a server; needs TEST_DATABASE_URL. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOnServer,
  createTestDatabase,
  dropOnServer,
  isOnServer,
  urlOfDatabase,
  type TestDatabase,
} from '../server/testing/databases';
import { writeWholeSchema } from './schema-engine-postgresql';

describe.skipIf(!isOnServer())('on a server, the migrations', () => {
  let database: TestDatabase;
  let migrated: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase('');
    migrated = await connect(database.url);
  });
  afterAll(async () => {
    await migrated.end();
    await database.release();
  });

  it('make what the schema says, and nothing else but functions', async () => {
    const name = await createOnServer();
    const whole = await connect(urlOfDatabase(name));
    try {
      await whole.query('CREATE EXTENSION pg_trgm');
      await whole.query(await writeWholeSchema());
      const expected = await describeTables(whole);
      expect(expected.columns.length).toBeGreaterThan(300);
      expect(await describeTables(migrated)).toEqual(expected);
    } finally {
      await whole.end();
      await dropOnServer(name);
    }
  });

  it('give every text the order of bytes, every number its precision and every time its milliseconds', async () => {
    const { rows } = await migrated.query<{ type: string }>(`
      SELECT DISTINCT concat_ws(' ', data_type, collation_name, datetime_precision) AS "type" FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1`);
    expect(rows.map(({ type }) => type)).toEqual([
      'boolean',
      'bytea',
      'double precision',
      'integer',
      'text C',
      'timestamp without time zone 3',
    ]);
  });
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Columns, indexes and constraints as the server describes them; added columns come last, so the order does not count. */
async function describeTables(client: pg.Client) {
  const list = async (sql: string): Promise<string[]> =>
    (await client.query<{ line: string }>(sql)).rows.map(({ line }) => line);
  return {
    columns: await list(`
      SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, column_default) AS "line"
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1`),
    indexes: await list(`
      SELECT indexdef AS "line" FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`),
    constraints: await list(`
      SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS "line" FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1`),
  };
}
