/**
 * `npm test`: from a fresh clone to the last browser test. Sets everything up, then checks types, lints, and runs unit,
 * integration and browser tests.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
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
// Declares CSS modules and the routes' types to the compiler.
await runPackage('next', 'dist/bin/next', ['typegen'], QUIET);
await stage('Types', () => runPackage('typescript', 'bin/tsc', ['--noEmit']));
await stage('Lint', async () => {
  await runPackage('oxlint', 'bin/oxlint', ['--type-aware', '--deny-warnings']);
  await runPackage('prettier', 'bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']);
});
await buildEngine();
await stage('Unit and integration tests', () => runPackage('vitest', 'vitest.mjs', ['run']));
await buildSite();
await ensureBrowser();
await stage('Browser tests', () => runPackage('@playwright/test', 'cli.js', ['test']));
console.log('\nEverything passed.');

async function stage(title, work) {
  console.log(`\n${title}`);
  await work();
}

/** A browser: Playwright's own, or the system's; on Debian, as root, it is installed where there is none. */
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
