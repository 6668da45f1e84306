import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One copy of graphql: its ESM and CommonJS builds refuse each other's schemas.
  resolve: { alias: { graphql: path.resolve('node_modules/graphql/index.js') } },
  test: {
    // Services ask worker threads, which run compiled files.
    globalSetup: 'scripts/vitest-set-up.mjs',
    include: ['{app,bench,components,scripts,server}/**/*.test.{ts,tsx}'],
    env: { NODE_ENV: 'test', LOG_LEVEL: 'silent' },
    // Engine tests fill both cores by themselves; more workers only slow each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
