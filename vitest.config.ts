import path from 'node:path';
import { defineConfig } from 'vitest/config';
import {
  HEAVY_ISOLATED_TESTS,
  HEAVY_TESTS,
  INTEGRATION_TESTS,
  listDatabaseTests,
  listDocumentTests,
  listIsolatedTests,
  TEST_FOLDERS,
} from './scripts/test-groups.ts';

const TESTS = `{${TEST_FOLDERS.join(',')}}/**/*.test.{ts,tsx,mjs}`;
const ISOLATED_TESTS = listIsolatedTests();
const ALL_INTEGRATION_TESTS = [...INTEGRATION_TESTS, ...listDatabaseTests(), ...listDocumentTests()];
const ALL_HEAVY_TESTS = [...HEAVY_TESTS, ...HEAVY_ISOLATED_TESTS];
const HEAVY_TIMEOUTS = { testTimeout: 300_000, hookTimeout: 300_000 };

// Read by server/testing/databases.ts, here and in the processes of the tests.
process.env['TEST_DATABASE_RUN'] ??= process.pid.toString(36);

const POSTGRESQL = {
  extends: true as const,
  test: {
    name: 'postgresql',
    include: listDatabaseTests(),
    isolate: false,
    globalSetup: 'scripts/vitest-postgresql.ts',
    env: { TEST_DATABASE: 'postgresql' },
    ...HEAVY_TIMEOUTS,
  },
};

export default defineConfig({
  // One copy of graphql: its ESM and CommonJS builds reject each other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: path.resolve('node_modules/graphql/index.js') }] },
  test: {
    // Services use worker threads, which run compiled files.
    globalSetup: 'scripts/vitest-set-up.mjs',
    env: { NODE_ENV: 'test', LOG_LEVEL: 'silent' },
    // Engine tests use both cores themselves; more workers would only slow each other down.
    maxWorkers: 2,
    // Each file of component tests would load the thousands of modules of these packages one by one.
    deps: {
      optimizer: {
        client: {
          enabled: true,
          include: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react', 'recharts'],
        },
      },
    },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Tests wait for conditions, whatever the speed of the machine.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      // Loading what is tested takes longer than most tests, so their files share it.
      {
        extends: true,
        test: {
          name: 'unit',
          include: [TESTS],
          exclude: [...ALL_INTEGRATION_TESTS, ...ALL_HEAVY_TESTS, ...ISOLATED_TESTS],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ALL_INTEGRATION_TESTS,
          exclude: [...ALL_HEAVY_TESTS, ...ISOLATED_TESTS],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'isolated', include: ISOLATED_TESTS, exclude: ALL_HEAVY_TESTS } },
      { extends: true, test: { name: 'heavy', include: HEAVY_TESTS, isolate: false, ...HEAVY_TIMEOUTS } },
      { extends: true, test: { name: 'heavy-isolated', include: HEAVY_ISOLATED_TESTS, ...HEAVY_TIMEOUTS } },
      // Needs a server: a second time what uses a database, on PostgreSQL.
      ...(process.env['TEST_DATABASE_URL'] ? [POSTGRESQL] : []),
    ],
  },
});
