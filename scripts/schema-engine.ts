/** Migrations of SQLite: what prisma/schema.prisma needs beside prisma/migrations. server/db/migrations.ts applies them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { readMigrationList, startEngine, type Datamodel, type Engine } from './schema-engine-wasm';

export const MIGRATIONS = path.resolve('prisma/migrations');
const SCHEMA = path.resolve('prisma/schema.prisma');
/** The full-text index and its tables. Migrations create them in SQL, because Prisma's schema cannot express them. */
const FILTER = {
  externalTables: ['', '_config', '_content', '_data', '_docsize', '_idx'].map(
    (part) => `FindingSearch${part}`,
  ),
  externalEnums: [],
};

/** SQL of the difference from prisma/migrations to prisma/schema.prisma; null without a difference. */
export async function missingMigration(): Promise<string | null> {
  const engine = await openEngine('file::memory:');
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...(await readMigrationList(MIGRATIONS, 'sqlite')) },
      to: { tag: 'schemaDatamodel', files: [await readSchema()] },
      script: true,
      exitCode: true,
      filters: FILTER,
    });
    return exitCode === 2 ? (stdout ?? '') : null;
  } finally {
    engine.free();
  }
}

/** Applies the migrations with the schema engine, as earlier versions did; a test compares the result. */
export async function applyWithEngine(url: string): Promise<void> {
  const engine = await openEngine(url);
  try {
    await engine.applyMigrations({
      migrationsList: await readMigrationList(MIGRATIONS, 'sqlite'),
      filters: FILTER,
    });
  } finally {
    engine.free();
  }
}

async function openEngine(url: string): Promise<Engine> {
  return startEngine(await readSchema(), new ScriptingLibSql({ url }));
}

async function readSchema(): Promise<Datamodel> {
  return { path: SCHEMA, content: await readFile(SCHEMA, 'utf8') };
}

/** The engine sends a script to the shadow database as one statement, of which libSQL would run the first part only. */
class ScriptingLibSql extends PrismaLibSql implements SqlMigrationAwareDriverAdapterFactory {
  override async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const shadow = await super.connectToShadowDb();
    const executeRaw = shadow.executeRaw.bind(shadow);
    shadow.executeRaw = async (query) => {
      if (query.args.length > 0) return executeRaw(query);
      await shadow.executeScript(query.sql);
      return 0;
    };
    return shadow;
  }
}
