/** Redis for tests: TEST_REDIS_URL names one; without it the tests that need it are skipped and say so. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { describe } from 'vitest';
import { freePort } from '../../scripts/production-server';

// oxlint-disable-next-line node/no-process-env
const url = process.env['TEST_REDIS_URL'] ?? '';

/** `describe` of tests that need Redis. */
export function describeWithRedis(name: string, tests: () => void): void {
  // oxlint-disable-next-line eslint/no-console
  if (url === '') console.log(`skipped without TEST_REDIS_URL: ${name}`);
  (url === '' ? describe.skip : describe)(name, tests);
}

/** Settings of one site in the test's Redis; no other test has its keys. */
export function redisSettings(): { REDIS_URL: string; REDIS_PREFIX: string } {
  return { REDIS_URL: url, REDIS_PREFIX: `test-${randomBytes(6).toString('hex')}` };
}

/** Removes the keys of a site. */
export async function removeKeys(prefix: string): Promise<void> {
  const redis = new Redis(url);
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1000 }) as AsyncIterable<
    string[]
  >) {
    if (keys.length > 0) await redis.del(...keys);
  }
  redis.disconnect();
}

/** A Redis that a test may kill. */
export interface OwnRedis {
  readonly url: string;
  /** Of the running process; null between kill and start. */
  readonly pid: () => number | null;
  /** Kills it; it has stored nothing. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Starts a redis-server of its own; null where the program is missing. */
export async function startOwnRedis(): Promise<OwnRedis | null> {
  const program = ['redis-server', 'valkey-server'].find(isInstalled);
  if (program === undefined) return null;
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-redis-'));
  const ownUrl = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    if (server) return;
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    server = spawn(program, options, { stdio: 'ignore' });
    const probe = new Redis(ownUrl, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    probe.on('error', () => {});
    await probe.ping();
    probe.disconnect();
  };
  const kill = async (): Promise<void> => {
    if (!server) return;
    const ended = new Promise((resolve) => server!.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
    server = null;
    rmSync(path.join(folder, 'dump.rdb'), { force: true });
  };
  await start();
  return { url: ownUrl, pid: () => server?.pid ?? null, kill, start };
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
