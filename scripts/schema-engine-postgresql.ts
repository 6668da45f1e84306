/**
 * Migrations of PostgreSQL: what prisma/schema.prisma needs beside prisma/postgresql/migrations.
 * server/db/postgresql/migrations.ts applies them.
 *
 * `prisma/postgresql/migrated.prisma` is the schema that the migrations make. With it no server is needed to write the next
 * migration; a test compares it with what the migrations make on a server.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { readPostgresqlSchema } from './postgresql-schema.mjs';
import { startEngine, type Datamodel } from './schema-engine-wasm';

export const POSTGRESQL_MIGRATIONS = path.resolve('prisma/postgresql/migrations');
const MIGRATED = path.resolve('prisma/postgresql/migrated.prisma');
const FILTER = { externalTables: [], externalEnums: [] };

/** SQL from the schema that the migrations make to another, that of prisma/schema.prisma; null without a difference. */
export async function missingPostgresqlMigration(
  schema: string = readPostgresqlSchema(),
): Promise<string | null> {
  const migrated = { path: MIGRATED, content: await readFile(MIGRATED, 'utf8').catch(() => EMPTY) };
  return diff(describeSchema(schema), new NoServer(), { tag: 'schemaDatamodel', files: [migrated] });
}

/** SQL that makes all of prisma/schema.prisma; a test compares the result with that of the migrations on a server. */
export async function writeWholeSchema(): Promise<string> {
  const schema = describeSchema(readPostgresqlSchema());
  return (await diff(schema, new NoServer(), { tag: 'empty' })) ?? '';
}

/** Stores prisma/schema.prisma as the schema that the migrations make. */
export async function keepMigratedSchema(): Promise<void> {
  // Comments would be a change of each edit of a text.
  const lines = readPostgresqlSchema().split('\n');
  const kept = lines.filter((line) => !/^\s*\/\//.test(line)).join('\n');
  await writeFile(MIGRATED, kept);
}

const EMPTY = 'datasource db {\n  provider = "postgresql"\n}\n';

const describeSchema = (content: string): Datamodel => ({ path: 'schema.prisma', content });

async function diff(
  schema: Datamodel,
  factory: SqlMigrationAwareDriverAdapterFactory,
  from: Parameters<Awaited<ReturnType<typeof startEngine>>['diff']>[0]['from'],
): Promise<string | null> {
  const engine = await startEngine(schema, factory);
  try {
    const { exitCode, stdout } = await engine.diff({
      from,
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: true,
      filters: FILTER,
    });
    return exitCode === 2 ? sortByBytes(stdout ?? '') : null;
  } finally {
    engine.free();
  }
}

/**
 * Gives columns of text the collation "C", which Prisma's schema cannot express: texts then have the order and the letters of SQLite,
 * whatever the locale of the server is.
 */
function sortByBytes(sql: string): string {
  return sql.replaceAll(/("\w+"\s+(?:SET DATA TYPE )?)TEXT\b/g, '$1TEXT COLLATE "C"');
}

/** The engine asks for the server's version alone when it compares two schemas. */
class NoServer implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'no-server';

  async connect(): Promise<SqlDriverAdapter> {
    const refuse = async (): Promise<never> => {
      throw new Error('The comparison of two schemas needs no server.');
    };
    return {
      provider: this.provider,
      adapterName: this.adapterName,
      queryRaw: async ({ sql }) => {
        if (!sql.includes('server_version_num')) return refuse();
        const columnNames = ['exists', 'version', 'numeric_version'];
        return { columnNames, columnTypes: [5, 7, 0], rows: [[true, 'PostgreSQL 15.0', 150_000]] };
      },
      executeRaw: refuse,
      executeScript: refuse,
      startTransaction: refuse,
      dispose: async () => {},
    };
  }

  connectToShadowDb(): Promise<SqlDriverAdapter> {
    return Promise.reject(new Error('The comparison of two schemas needs no server.'));
  }
}
