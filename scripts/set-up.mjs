/**
 * Steps from a fresh clone to a running site. Each step is skipped while its inputs are unchanged.
 *
 * This file and what it imports need Node's own modules only, because the first step installs everything else.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { writePostgresqlSchema } from './postgresql-schema.mjs';
import { runStep } from './run-step.mjs';
import { splitDocuments } from './split-documents.mjs';

const MINIMUM_NODE = [20, 19];

/** Ends the process with a message if Node is too old for the dependencies. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  fail(`Patchbay needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

/** Reads a `.env` file, if there is one, into the environment of this process and its children. */
export function loadEnvironment() {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** Installs exactly what package-lock.json pins; runs no script of any package. */
export function installDependencies() {
  return runStep(
    'dependencies',
    'Installing dependencies',
    ['package.json', 'package-lock.json'],
    'node_modules',
    () => {
      const npm = process.env.npm_execpath;
      const [command, ...prefix] = npm ? [process.execPath, npm] : ['npm'];
      const options = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
      return run(command, [...prefix, ...options], { ONNXRUNTIME_NODE_INSTALL: 'skip' });
    },
  );
}

/** Generates the Prisma clients of both databases, the types of the GraphQL schema and documents, and those of the routes. */
export async function generate() {
  const prismaInputs = ['prisma/schema.prisma', 'scripts/postgresql-schema.mjs', 'package-lock.json'];
  await runStep('prisma-client', 'Generating the database client', prismaInputs, 'prisma/generated', () =>
    generateClient('prisma/schema.prisma'),
  );
  await runStep(
    'postgresql-client',
    'Generating the client of PostgreSQL',
    prismaInputs,
    'prisma/postgresql/generated',
    () => generateClient(writePostgresqlSchema()),
  );
  const documents = await filesUnder(['app', 'components', 'server/graphql/schema'], /\.graphql$/);
  const graphqlInputs = [
    ...documents,
    'scripts/codegen.mjs',
    'scripts/operation-names.mjs',
    'scripts/split-documents.mjs',
    'package-lock.json',
  ];
  await runStep(
    'graphql-types',
    'Generating GraphQL types',
    graphqlInputs,
    'components/generated',
    async () => {
      await runPackage('@graphql-codegen/cli', 'cjs/bin.js', ['--config', 'scripts/codegen.mjs', '--silent']);
      await splitDocuments();
    },
  );
}

function generateClient(schema) {
  // Generating does not use the native engine; any existing file prevents its download.
  return runPackage('prisma', 'build/index.js', ['generate', '--schema', schema, '--no-hints'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  });
}

/** Creates the database or brings it up to the newest migration. */
export function migrate() {
  return runScript('scripts/migrate.ts');
}

/** Runs a script of this project that is written in TypeScript; ends this process with its exit code when it fails. */
export async function runScript(file, args = [], env = {}) {
  const code = await waitForExitCode(process.execPath, ['--import', 'tsx', file, ...args], env, 'inherit');
  // The script has printed the reason.
  if (code !== 0) process.exit(code);
}

/** Compiles the engine process, the worker of a cluster and the worker threads to plain JavaScript, without Next's bundler. */
export async function buildEngine() {
  const inputs = [...(await filesUnder(['domain', 'server'], /\.ts$/)), 'package-lock.json'];
  await runStep('engine', 'Building the engine', inputs, '.build/engine/process.js', () =>
    compile(['server/engine/worker/process.ts'], ['--outfile=.build/engine/process.js']),
  );
  await runStep(
    'worker',
    'Building the worker',
    [...inputs, 'prisma/schema.prisma'],
    '.build/worker/worker.js',
    () => compile(['server/start/worker.ts'], ['--outfile=.build/worker/worker.js']),
  );
  const workers = (await filesUnder(['server'], /\.worker\.ts$/)).filter(
    (file) => !file.includes('/fixtures/'),
  );
  if (workers.length === 0) return;
  await runStep('workers', 'Building the worker threads', inputs, '.build/workers', () =>
    compile(workers, ['--outdir=.build/workers', '--entry-names=[name]']),
  );
}

function compile(entries, output) {
  return runPackage('esbuild', 'bin/esbuild', [
    ...entries,
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--packages=external',
    '--sourcemap',
    '--log-level=warning',
    ...output,
  ]);
}

/** Builds the site for production. */
export async function buildSite() {
  const sources = await filesUnder(
    ['app', 'components', 'domain', 'server', 'prisma/migrations', 'prisma/postgresql'],
    /(?<!\.test)\.\w+$/,
  );
  const inputs = [
    ...sources,
    'instrumentation.ts',
    'next.config.mjs',
    'proxy.ts',
    'postcss.config.mjs',
    'tsconfig.json',
    'package-lock.json',
    'prisma/schema.prisma',
  ];
  return runStep('site', 'Building the site', inputs, '.next/BUILD_ID', () =>
    runPackage('next', 'dist/bin/next', ['build'], { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }),
  );
}

/** Builds the component catalogue. */
export async function buildCatalogue() {
  const inputs = [
    ...(await filesUnder(['.storybook', 'components', 'domain'], /(?<!\.test)\.\w+$/)),
    'app/icon.svg',
    'package-lock.json',
    'postcss.config.mjs',
    'tsconfig.json',
  ];
  await runStep('catalogue', 'Building the component catalogue', inputs, '.build/catalogue/index.json', () =>
    runPackage(
      'storybook',
      'dist/bin/dispatcher.js',
      ['build', '--output-dir', '.build/catalogue', '--quiet', '--loglevel', 'warn'],
      { STORYBOOK_DISABLE_TELEMETRY: '1', NODE_ENV: 'production' },
    ),
  );
}

/** Prepares everything that `next start` needs. */
export async function prepare() {
  checkNode();
  loadEnvironment();
  await installDependencies();
  await generate();
  await buildEngine();
  await buildSite();
  await migrate();
}

/**
 * Runs a command to its end and shows its output.
 *
 * Ends this process with the command's exit code if it fails.
 */
export async function run(command, args, env = {}) {
  const code = await waitForExitCode(command, args, env, 'inherit');
  if (code !== 0) fail(`'${[path.basename(command), ...args].join(' ')}' failed (exit code ${code}).`, code);
}

/** Runs the JavaScript command of an installed package, like `npx` but faster. */
export function runPackage(name, file, args, env = {}) {
  return run(process.execPath, [path.join('node_modules', name, file), ...args], env);
}

/** Ends the process with a message. */
export function fail(message, code = 1) {
  console.error(`\n${message}`);
  process.exit(code || 1);
}

function waitForExitCode(command, args, env, stdio) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio, env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

async function filesUnder(folders, pattern) {
  const found = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && pattern.test(file) && !/(^|\/)(generated|fixtures)\//.test(file))
        found.push(file);
    }
  }
  return found;
}
