/**
 * Loads Prisma's schema engine as WebAssembly: it computes the SQL between schemas without a download.
 *
 * The Prisma command line downloads a native engine from outside the package registry. The package
 * @prisma/schema-engine-wasm has the same engine.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

export type Engine = bindings.SchemaEngine;

/** A schema with the name that messages of the engine give it. */
export interface Datamodel {
  readonly path: string;
  readonly content: string;
}

/** Starts an engine for a schema over a database; the caller frees it. */
export async function startEngine(
  { path: name, content }: Datamodel,
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<Engine> {
  await (loading ??= loadEngine());
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  return bindings.SchemaEngine.new({ datamodels: [[name, content]] }, () => {}, adapter);
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

/** Reads the migrations of a folder in the form that the engine takes. */
export async function readMigrationList(
  folder: string,
  provider: 'sqlite' | 'postgresql',
): Promise<bindings.MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const migrationDirectories = await Promise.all(
    names.toSorted().map(async (name) => {
      const content = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return {
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: content } },
      };
    }),
  );
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"` },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}
