/**
 * Prisma's schema engine as WebAssembly: creates migrations without a download. server/db/migrations.ts applies them.
 *
 * The Prisma command line downloads a native engine from outside the package registry. The package
 * @prisma/schema-engine-wasm has the same engine.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

const MIGRATIONS = path.resolve('prisma/migrations');
const SCHEMA = path.resolve('prisma/schema.prisma');
/** The full-text index and its tables. Migrations create them in SQL, because Prisma's schema cannot express them. */
const FILTER = {
  externalTables: ['', '_config', '_content', '_data', '_docsize', '_idx'].map(
    (part) => `FindingSearch${part}`,
  ),
  externalEnums: [],
};

/**
 * Writes the migration that leads from prisma/migrations to prisma/schema.prisma.
 *
 * @returns its folder, or null if nothing has changed.
 */
export async function createMigration(name: string): Promise<string | null> {
  const sql = await missingMigration();
  if (sql === null) return null;
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = path.join(MIGRATIONS, `${stamp}_${name}`);
  await mkdir(folder);
  await writeFile(path.join(folder, 'migration.sql'), sql);
  return folder;
}

/** SQL of the difference from prisma/migrations to prisma/schema.prisma; null without a difference. */
export async function missingMigration(): Promise<string | null> {
  const engine = await startEngine('file::memory:');
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...(await readMigrations()) },
      to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content: await readFile(SCHEMA, 'utf8') }] },
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
  const engine = await startEngine(url);
  try {
    await engine.applyMigrations({ migrationsList: await readMigrations(), filters: FILTER });
  } finally {
    engine.free();
  }
}

async function startEngine(url: string): Promise<bindings.SchemaEngine> {
  await (loading ??= loadEngine());
  const datamodels: [string, string][] = [[SCHEMA, await readFile(SCHEMA, 'utf8')]];
  const adapter = bindMigrationAwareSqlAdapterFactory(new ScriptingLibSql({ url }));
  return bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

/** Loaded once per process, because the bindings keep views of the memory of their first instance. */
let loading: Promise<void> | undefined;

async function loadEngine(): Promise<void> {
  const bindingsFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const compiled = await WebAssembly.compile(await readFile(bindingsFile.replace(/\.js$/, '.wasm')));
  const instance = await WebAssembly.instantiate(compiled, {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
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

async function readMigrations(): Promise<bindings.MigrationList> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const migrationDirectories = await Promise.all(
    names.toSorted().map(async (name) => {
      const content = await readFile(path.join(MIGRATIONS, name, 'migration.sql'), 'utf8');
      return {
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: content } },
      };
    }),
  );
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"' },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}
