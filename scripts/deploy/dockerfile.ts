/**
 * Builds the image `web` of deploy/Dockerfile without a container engine: copies what its COPY lines copy (through .dockerignore), runs
 * its RUN lines in a folder of its own for each stage, and starts its CMD as a user that is not root.
 *
 * `npx tsx scripts/deploy/dockerfile.ts`. It installs packages twice and takes several minutes.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../production-server';
import { copyContext } from './docker-context';
import { parseDockerfile, type Instruction, type Stage } from './parse-dockerfile';

/** The stages of the image, without those of base images. */
const STAGES = ['build', 'dependencies', 'runtime', 'web'];
/** The user of the images, USER 1000:1000. */
const USER = 1000;
const READY_MS = 60_000;

const root = mkdtempSync(path.join(tmpdir(), 'patchbay-image-'));
try {
  const stages = parseDockerfile('deploy/Dockerfile').filter(({ name }) => STAGES.includes(name));
  const context = path.join(root, 'context');
  copyContext('.', context);
  for (const stage of stages) build(stage, context);
  await probe(stages.at(-1)!);
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** The folder that stands for / of a stage. */
function findFolder(stage: string): string {
  return path.join(root, stage);
}

function build(stage: Stage, context: string): void {
  console.log(`stage ${stage.name}`);
  const folder = findFolder(stage.name);
  // FROM another stage begins with its files.
  if (existsSync(findFolder(stage.from)))
    cpSync(findFolder(stage.from), folder, { recursive: true, verbatimSymlinks: true });
  else mkdirSync(path.join(folder, 'app'), { recursive: true });
  const app = path.join(folder, 'app');
  for (const { name, text } of stage.instructions) {
    if (name === 'COPY') copy(text, app, context);
    if (name === 'RUN') runLine(text, stage, folder);
  }
}

/** `COPY [--from=stage] source... target`, both relative to /app or absolute. */
function copy(text: string, app: string, context: string): void {
  const words = text.split(/\s+/);
  const from = words[0]!.startsWith('--from=') ? words.shift()!.slice('--from='.length) : null;
  const target = words.pop()!;
  for (const source of words) {
    const origin = path.join(from === null ? context : findFolder(from), source);
    const isFolder = target.endsWith('/') || target === '.';
    const to = path.join(app, target, isFolder && source !== '.' ? path.basename(source) : '');
    cpSync(origin, to, { recursive: true, verbatimSymlinks: true });
  }
}

function runLine(text: string, stage: Stage, folder: string): void {
  // Only root may make folders at the root of a machine; those of the image are made by `probe`.
  if (text.startsWith('install -d')) return;
  console.log(`  ${text}`);
  const { status } = spawnSync('sh', ['-ec', text], {
    cwd: path.join(folder, 'app'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...readEnvironment(stage) },
  });
  if (status !== 0) throw new Error(`stage ${stage.name}: '${text}' ended with exit code ${status}`);
}

function readEnvironment({ instructions }: Pick<Stage, 'instructions'>): Record<string, string> {
  const pairs = instructions
    .filter(({ name }: Instruction) => name === 'ENV')
    .flatMap(({ text }) => text.split(/\s+/).map((pair) => pair.split('=') as [string, string]));
  return Object.fromEntries(pairs);
}

/** Migrates a database and starts the site as an ordinary user with read-only program files, until /readyz answers 200. */
async function probe(web: Stage): Promise<void> {
  const app = path.join(findFolder(web.name), 'app');
  const data = path.join(root, 'data');
  mkdirSync(data);
  const isRoot = process.getuid?.() === 0;
  // The user must reach the folders, whose parent only its owner may enter.
  if (isRoot) {
    chownSync(data, USER, USER);
    spawnSync('chmod', ['755', root]);
  }
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    HOME: data,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    DATA_DIR: data,
    HOST: '127.0.0.1',
    SEED_GALLERY: '0',
  };
  const options = { cwd: app, env, stdio: 'inherit' as const, ...(isRoot && { uid: USER, gid: USER }) };
  const migrated = spawnSync(process.execPath, ['.build/migrate.js'], options);
  if (migrated.status !== 0) throw new Error('.build/migrate.js failed');
  const command = JSON.parse(web.instructions.findLast(({ name }) => name === 'CMD')!.text) as string[];
  const args = command
    .slice(1)
    .map((word) => (word === '0.0.0.0' ? '127.0.0.1' : word === '3000' ? String(port) : word));
  console.log(`  ${command[0]} ${args.join(' ')} as user ${isRoot ? USER : process.getuid?.()}`);
  const server = spawn(process.execPath, args, options);
  const url = `http://127.0.0.1:${port}`;
  const readStatus = (address: string): Promise<number> =>
    fetch(url + address).then(
      ({ status }) => status,
      () => 0,
    );
  const until = Date.now() + READY_MS;
  while ((await readStatus('/readyz')) !== 200) {
    if (Date.now() > until || server.exitCode !== null) throw new Error('the image was not ready in time');
    await sleep(200);
  }
  for (const address of ['/healthz', '/', '/models', '/icon.svg']) {
    const status = await readStatus(address);
    if (status !== 200) throw new Error(`${address} answered ${status}`);
  }
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  console.log(
    `  ready; SIGTERM ended it with exit code ${await ended}; data: ${readdirSync(data).join(', ')}`,
  );
}
