/** Plain connections to the two databases, to load many rows, and what they write differently. */
import Libsql from 'libsql';
import pg from 'pg';

export interface Bulk {
  readonly name: 'SQLite' | 'PostgreSQL';
  run(sql: string): Promise<void>;
  read<T>(sql: string): Promise<T[]>;
  /** Columns of a table. */
  columns(table: string): Promise<string[]>;
  /** 12 random hexadecimal digits. */
  readonly randomId: string;
  /** Uniform in -1 to 1. */
  readonly noise: string;
  /** The time `minutes` (SQL) after the first of January 2026. */
  momentAfter(minutes: string): string;
  /** Bytes of tables and indexes by name. */
  sizes(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

export function openSqliteBulk(file: string): Bulk {
  const db = new Libsql(file);
  db.exec(
    'PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = MEMORY',
  );
  const read = async <T>(sql: string): Promise<T[]> => db.prepare(sql).all() as T[];
  return {
    name: 'SQLite',
    run: async (sql) => void db.exec(sql),
    read,
    columns: async (table) =>
      (await read<{ name: string }>(`PRAGMA table_info("${table}")`)).map(({ name }) => name),
    randomId: 'lower(hex(randomblob(6)))',
    noise: '(random() / 9223372036854775808.0)',
    momentAfter: (minutes) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', '2026-01-01', (${minutes}) || ' minutes')`,
    sizes: async () =>
      new Map(
        (
          await read<{ name: string; bytes: number }>(
            'SELECT name, SUM(pgsize) AS bytes FROM dbstat WHERE aggregate = 1 GROUP BY name',
          )
        ).map(({ name, bytes }) => [name, bytes]),
      ),
    close: async () => {
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}

export async function openPostgresqlBulk(url: string): Promise<Bulk> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Foreign keys are checked by triggers, row by row.
  await client.query(
    `SET session_replication_role = replica; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off`,
  );
  const read = async <T>(sql: string): Promise<T[]> => (await client.query(sql)).rows as T[];
  return {
    name: 'PostgreSQL',
    run: async (sql) => void (await client.query(sql)),
    read,
    columns: async (table) =>
      (
        await read<{ name: string }>(
          `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '${table}' ORDER BY ordinal_position`,
        )
      ).map(({ name }) => name),
    randomId: `substr(md5(random()::text), 1, 12)`,
    noise: '(2 * random() - 1)',
    momentAfter: (minutes) => `TIMESTAMP '2026-01-01' + (${minutes}) * INTERVAL '1 minute'`,
    sizes: async () =>
      new Map(
        (
          await read<{ name: string; bytes: string }>(
            `SELECT relname AS name, pg_relation_size(oid) AS bytes FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace`,
          )
        ).map(({ name, bytes }) => [name, Number(bytes)]),
      ),
    close: () => client.end(),
  };
}
