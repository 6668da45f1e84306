import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Test files that are not unit tests, besides those that use a database or a document: they load a model, start threads, or draw
 * pictures. `npm run test:integration` runs them.
 *
 * A file belongs here if it takes more than 1 s on 2 cores. Globs are allowed.
 */
export const INTEGRATION_TESTS = [
  'scripts/{compare-pictures,schema-engine,schema-engine-postgresql}.test.ts',
  'scripts/deploy/manifests.test.ts',
  'server/db/{faults,migration-kind,older-database}.test.ts',
  'server/engine/forward/{activations,finite}.test.ts',
  'server/engine/metrics/metrics.test.ts',
  'server/engine/models/{hostile-directories,models,tokenizer}.test.ts',
  'server/engine/patching/joint.test.ts',
  'server/engine/worker/{circuit,intervene,whole-answers}.test.ts',
  'server/workers/worker-thread.test.ts',
];

/**
 * Test files that together take most of the time: they start processes, wait for time-outs, or do hundreds of operations on a
 * database. `npm run test:heavy` runs them.
 *
 * A file belongs here if it takes more than 4 s on 2 cores. Globs are allowed.
 */
export const HEAVY_TESTS = [
  'scripts/exchange/*.test.ts',
  'scripts/observability/*.test.ts',
  'scripts/typescript-client.test.ts',
  'server/cluster/{cluster,outage,processes,shared-limits}.test.ts',
  'server/accounts/{hidden-findings,leaks,policy,secret-file}.test.ts',
  'server/db/{adapter,backup,migrations}.test.ts',
  'server/gallery/parse-summary.test.ts',
  'server/gallery/seed.test.ts',
  'server/graphql/{api,budget,claims,comments,directions,edges,edit-runs,evidence,findings,forks,http,joint-patches,lengths,many-runs,notifications,prompt-sets,stored-text,stream,submit,versions}.test.ts',
  'server/http/defence.test.ts',
  'server/models/hub/*.test.ts',
  'server/models/verify/verify.test.ts',
  'server/retention/*.test.ts',
  'server/runs/queue/*.test.ts',
  'server/runs/queue/shards/*.test.ts',
  'server/testing/fuzz/*.test.ts',
];

/** Heavy tests in processes of their own: they fill memory with models of up to 700 MB, or replace modules. */
export const HEAVY_ISOLATED_TESTS = [
  'components/new-run/NewRunForm.test.tsx',
  'scripts/view-code.test.tsx',
  'server/engine/client/client.test.ts',
  'server/engine/forward/family.test.ts',
  'server/engine/golden/*.test.ts',
  'server/engine/models/model-identity.test.ts',
  'server/engine/patching/{limits,properties}.test.ts',
  'server/engine/runtime/webgpu.test.ts',
  'server/engine/worker/{core,edge-circuit,lengths,run-edges}.test.ts',
];

/** Folders with test files. */
export const TEST_FOLDERS = ['app', 'bench', 'components', 'domain', 'scripts', 'server'];

/** Tests of SQLite's file. */
const SQLITE_TESTS = /^server\/db\/(?:adapter|backup|faults|migrations|older-database)\.test\.ts$/;

/** Test files of everything that uses a database, which run on PostgreSQL, too. */
export function listDatabaseTests(): string[] {
  return listTests().filter(
    (file) =>
      !SQLITE_TESTS.test(file) &&
      /createTestServices|createTestSite|openFuzzedSite|createTestDatabase/.test(readFileSync(file, 'utf8')),
  );
}

/** Test files of components, which need a document. */
export function listDocumentTests(): string[] {
  return listTests().filter((file) => /@vitest-environment jsdom/.test(readFileSync(file, 'utf8')));
}

/** Test files that need modules of their own, because they replace some or what these read when they are loaded. */
export function listIsolatedTests(): string[] {
  return listTests().filter((file) => /vi\.(?:mock|hoisted)\(/.test(readFileSync(file, 'utf8')));
}

function listTests(): string[] {
  return TEST_FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.test\.(ts|tsx|mjs)$/.test(name))
      .map((name) => path.posix.join(folder, name)),
  );
}
