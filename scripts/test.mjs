/**
 * `npm test`: everything that must pass before a merge, from a fresh clone: set-up, types, lint, unit and heavy tests, browser
 * tests. CONTRIBUTING.md lists the commands that run parts of it.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { lint } from './lint.mjs';
import {
  buildCatalogue,
  buildEngine,
  buildSite,
  checkNode,
  fail,
  generate,
  installDependencies,
  run,
  runPackage,
} from './set-up.mjs';

const QUIET = { NEXT_TELEMETRY_DISABLED: '1' };

checkNode();
await installDependencies();
await generate();
// Writes the types of CSS modules and routes, which the compiler needs.
await runPackage('next', 'dist/bin/next', ['typegen'], QUIET);
await stage('Types', () => runPackage('typescript', 'bin/tsc', ['--noEmit']));
await stage('Lint', lint);
await buildEngine();
if (!process.env.TEST_DATABASE_URL)
  console.log('\nTEST_DATABASE_URL names no PostgreSQL server: the tests on PostgreSQL are left out.');
// All projects of vitest.config.ts.
await stage('Unit and integration tests', () => runPackage('vitest', 'vitest.mjs', ['run']));
await ensureBrowser();
await buildCatalogue();
await stage('Component catalogue', () =>
  runPackage('@playwright/test', 'cli.js', ['test', '--config', 'playwright.catalogue.config.ts']),
);
await buildSite();
await stage('Browser tests', () => runPackage('@playwright/test', 'cli.js', ['test']));
console.log('\nEverything passed.');

async function stage(title, work) {
  console.log(`\n${title}`);
  await work();
}

/** Finds Playwright's browser or the system's. Without one, installs Chromium where that is possible: on Debian, as root. */
async function ensureBrowser() {
  if (findBrowser()) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium for the browser tests …');
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      DEBIAN_FRONTEND: 'noninteractive',
    });
    if (findBrowser()) return;
  }
  fail(
    "The browser tests need Chromium. Install your system's chromium package, or run `npx playwright install chromium`, " +
      'or set CHROMIUM_PATH.',
  );
}

function findBrowser() {
  const system = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const { chromium } = createRequire(path.resolve('package.json'))('@playwright/test');
  return [...system, chromium.executablePath()].find((file) => file && existsSync(file));
}
