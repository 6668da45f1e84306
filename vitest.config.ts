import path from 'node:path';
import { defineConfig } from 'vitest/config';

const TESTS = '{app,bench,components,domain,scripts,server}/**/*.test.{ts,tsx,mjs}';
/**
 * Tests that take long: they write models of up to 700 MB, wait for time-outs, or start many processes. `npm run test:unit`
 * leaves them out; `npm run test:heavy` and `npm test` run them.
 */
const HEAVY = [
  'server/engine/forward/family.test.ts',
  'server/engine/golden/golden.test.ts',
  'server/engine/patching/limits.test.ts',
];

export default defineConfig({
  // One copy of graphql: its ESM and CommonJS builds reject each other's schemas.
  resolve: { alias: { graphql: path.resolve('node_modules/graphql/index.js') } },
  test: {
    // Services use worker threads, which run compiled files.
    globalSetup: 'scripts/vitest-set-up.mjs',
    env: { NODE_ENV: 'test', LOG_LEVEL: 'silent' },
    // Engine tests use both cores themselves; more workers would only slow each other down.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: [TESTS], exclude: HEAVY } },
      { extends: true, test: { name: 'heavy', include: HEAVY } },
    ],
  },
});
