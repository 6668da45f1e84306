/** The site under test: its processes, the proxies between them, its disk, and a connection to its database past all of them. */
import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findEngine, freePort, startServer } from '../../scripts/production-server';
import { openDatabase, type Database } from '../../server/db';
import { startOwnPostgresql, findPostgresql, type OwnPostgresql } from '../../server/testing/own-postgresql';
import { startOwnRedis, type OwnRedis } from '../../server/testing/redis';
import { startWorkerProcess } from '../../server/testing/worker-process';
import { findFaketime, makeDisk, type Disk } from './disk';
import { LEASE_MS, LINKS, WEBS, WORKERS, type Setup } from './kinds';
import { answersOk, supervise, type Part, type Running } from './part';
import { openProxy, type Proxy } from '../../server/testing/tcp-proxy';

export interface Site {
  readonly setup: Setup;
  readonly folder: string;
  /** Addresses for clients, by web server; they lead through proxies. */
  readonly addresses: readonly { readonly web: string; readonly url: string }[];
  readonly parts: readonly Part[];
  part(name: string): Part;
  link(name: string): Proxy;
  /** Process of the engine of a part; null while there is none. */
  chooseEngine(name: string): number | null;
  readonly disk: Disk;
  readonly redis: OwnRedis | null;
  readonly postgresql: OwnPostgresql | null;
  /** URL of the database past the proxies. */
  readonly databaseUrl: string;
  readonly db: Database;
  /** Environment of PostgreSQL's processes. */
  databaseEnv(extra?: Record<string, string>): Record<string, string>;
  /** Environment of a process of the site, without proxies. */
  readonly env: Record<string, string> & { DATA_DIR: string };
  /** Path of libfaketime, and of the file that says how far its clock is off. */
  readonly clock: { readonly library: string | null; readonly file: string };
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

const SQLITE_DISK_MB = 256;
const POSTGRESQL_DISK_MB = 512;
const NO_LIMITS = {
  QUOTA_ACTIVE_RUNS_PER_USER: '0',
  QUOTA_STORED_RUNS_PER_USER: '0',
  RATE_LIMIT_GUESTS_PER_HOUR: '0',
  RATE_LIMIT_POSTS_PER_HOUR: '0',
  RATE_LIMIT_WORK_PER_MINUTE: '0',
  RATE_LIMIT_REQUESTS_PER_ADDRESS: '0',
};

/** Why a set-up cannot run here; null when it can. */
export async function whyNot(setup: Setup): Promise<string | null> {
  if (setup === 'sqlite') return null;
  const found = findPostgresql();
  if (typeof found === 'string') return found;
  const redis = await startOwnRedis();
  await redis?.kill();
  return redis === null ? 'redis-server is not installed' : null;
}

/** Starts the site; resolves when all of it is ready. @param onCrash called when a process ends by itself. */
export async function startSite(
  setup: Setup,
  folder: string,
  onCrash: (name: string) => void,
): Promise<Site> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const disk = makeDisk(folder, setup === 'sqlite' ? SQLITE_DISK_MB : POSTGRESQL_DISK_MB);
  const logs: number[] = [];
  const openLog = (name: string): number => {
    const log = openSync(path.join(folder, `${name}.log`), 'a');
    logs.push(log);
    return log;
  };
  const clockFile = path.join(folder, 'clock');
  const preload = (env: Record<string, string>, withDisk: boolean): Record<string, string> => {
    const libraries = [
      ...(withDisk && disk.library ? [disk.library] : []),
      ...(env['LD_PRELOAD'] ? [env['LD_PRELOAD']] : []),
    ];
    return {
      ...env,
      ...(withDisk && disk.env),
      ...(libraries.length > 0 && { LD_PRELOAD: libraries.join(':') }),
    };
  };
  const redis = setup === 'sqlite' ? null : await startOwnRedis();
  const postgresql =
    setup === 'sqlite'
      ? null
      : await startOwnPostgresql(
          path.join(disk.folder, 'postgresql'),
          await freePort(),
          openLog('postgresql'),
        );
  if (postgresql) {
    // Started once without the library, to be made.
    await postgresql.kill();
    await postgresql.start(preload({}, true));
    await createDatabase(postgresql);
  }
  const dataDir = setup === 'sqlite' ? path.join(disk.folder, 'data') : path.join(folder, 'data');
  const databaseUrl = postgresql ? postgresql.url('patchbay') : `file:${path.join(dataDir, 'patchbay.db')}`;
  const env = {
    DATA_DIR: dataDir,
    ...(postgresql && { DATABASE_URL: databaseUrl }),
    SEED_GALLERY: '0',
    RUN_LEASE_MS: String(LEASE_MS),
    LOG_LEVEL: 'info',
    ENGINE_PROVIDER: 'cpu',
    SESSION_SECRET: 'the secret of a site that lives for half an hour',
    ADMIN_TOKEN: 'the-token-of-a-site-that-lives-for-half-an-hour',
    ...NO_LIMITS,
  };
  const targets = new Map<string, number>();
  for (const web of WEBS[setup]) targets.set(web, await freePort());
  for (const worker of WORKERS[setup]) targets.set(worker, await freePort());
  if (postgresql) targets.set('postgresql', postgresql.port);
  if (redis) targets.set('redis', Number(new URL(redis.url).port));
  const proxies = new Map<string, Proxy>();
  for (const link of LINKS[setup]) proxies.set(link, await openProxy(targets.get(link.split('-')[1]!)!));
  const chooseEnv = (name: string): Record<string, string> => {
    const database = proxies.get(`${name}-postgresql`);
    const cache = proxies.get(`${name}-redis`);
    return {
      ...(database && { DATABASE_URL: postgresql!.url('patchbay', database.port) }),
      ...(cache && { REDIS_URL: `redis://127.0.0.1:${cache.port}` }),
    };
  };
  const launchWeb = async (name: string, extra: Record<string, string>): Promise<Running> => {
    const log = openLog(name);
    const server = await startServer(
      targets.get(name)!,
      {
        ...env,
        ...chooseEnv(name),
        ...(setup === 'postgresql' && { ENGINE_ENABLED: '0' }),
        ...preload(extra, setup === 'sqlite'),
      },
      ['ignore', log, log],
    );
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    return { pid: server.pid!, ended };
  };
  const launchWorker = async (name: string, extra: Record<string, string>): Promise<Running> => {
    const log = openLog(name);
    return startWorkerProcess(
      { ...env, ...chooseEnv(name), ENGINE_THREADS: '1', PROBE_PORT: String(targets.get(name)!), ...extra },
      ['ignore', log, log],
    );
  };
  const makePart = (
    name: string,
    launch: (name: string, extra: Record<string, string>) => Promise<Running>,
  ): Part =>
    supervise({
      name,
      launch: (extra) => launch(name, extra),
      isReady: () => answersOk(`http://127.0.0.1:${targets.get(name)!}/readyz`),
      onCrash,
    });
  const parts = WEBS[setup].map((name) => makePart(name, launchWeb));
  const site: Site = {
    setup,
    folder,
    addresses: WEBS[setup].map((web) => ({
      web,
      url: `http://127.0.0.1:${proxies.get(`client-${web}`)!.port}`,
    })),
    parts,
    part: (name) => parts.find((part) => part.name === name)!,
    link: (name) => proxies.get(name)!,
    chooseEngine(name) {
      const pid = site.part(name).pid();
      return pid === null ? null : findEngine({ pid });
    },
    disk,
    redis,
    postgresql,
    databaseUrl,
    db: openDatabase(databaseUrl),
    databaseEnv: (extra = {}) => preload(extra, true),
    env,
    clock: { library: findFaketime(), file: clockFile },
    async isReady() {
      const ready = await Promise.all(parts.map((part) => part.isReady()));
      return ready.every(Boolean);
    },
    async close() {
      await Promise.all(parts.map((part) => part.stop()));
      await site.db.$disconnect();
      await redis?.kill();
      await postgresql?.kill();
      for (const proxy of proxies.values()) await proxy.close();
      for (const log of logs) closeSync(log);
      disk.close();
    },
  };
  // The first web server migrates the database that workers need.
  while (!(await parts[0]!.isReady())) await sleep(100);
  parts.push(...WORKERS[setup].map((name) => makePart(name, launchWorker)));
  while (!(await site.isReady())) await sleep(100);
  return site;
}

async function createDatabase(postgresql: OwnPostgresql): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: postgresql.url('postgres') });
  await client.connect();
  await client.query('CREATE DATABASE patchbay');
  await client.end();
}

/** Sends a signal to a process and to all that it has started. */
export function signalTree(pid: number, signal: NodeJS.Signals): void {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const family = new Set([pid]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const [one, parent] of pairs) if (family.has(parent)) family.add(one);
  }
  for (const one of family) {
    try {
      process.kill(one, signal);
    } catch {
      // It has ended.
    }
  }
}
