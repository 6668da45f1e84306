/** Injects one fault, and ends it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
import Libsql from 'libsql';
import { createRandom } from '../site/random';
import { send } from './part';
import { RACES, type RaceContext } from './races';
import { signalTree, type Site } from './site';
import type { Fault } from './schedule';

/** What became of a fault: why it was not injected, and what a race has violated. */
export interface Injected {
  readonly skipped: string | null;
  readonly violations: readonly string[];
}

const DONE: Injected = { skipped: null, violations: [] };
const skip = (skipped: string): Injected => ({ skipped, violations: [] });

/** Delays of calls that wait for the disk, in ms. */
const SLOW_MS = [20, 100, 300];
/** Steps of the clock, in s. */
const STEPS = [3600, -3600, 86_400, -86_400, 90, -90];

type Inject = (site: Site, fault: Fault, context: RaceContext) => Promise<Injected>;

/** Kinds by the part of their name before the hyphen, or by their whole name. */
const INJECT: Readonly<Record<string, Inject>> = {
  kill: injectKill,
  pause: injectPause,
  net: injectNetwork,
  'disk-full': injectFullDisk,
  'disk-slow': injectSlowDisk,
  'clock-step': injectClockStep,
  'db-locked': injectLock,
  race: async (site, fault, context) => ({
    skipped: null,
    violations: await RACES[fault.kind]!(site, context),
  }),
};

/** Resolves when the fault is over; the site may still need time to recover. */
export async function injectFault(site: Site, fault: Fault, context: RaceContext): Promise<Injected> {
  const inject = INJECT[fault.kind] ?? INJECT[fault.kind.split('-')[0]!];
  if (!inject) throw new Error(`nothing injects ${fault.kind}`);
  return inject(site, fault, context);
}

async function injectKill(site: Site, { kind, target, lastsMs }: Fault): Promise<Injected> {
  if (kind === 'kill-engine') {
    const engine = site.engineOf(target);
    if (engine === null) return skip('there was no engine at that moment');
    send(engine, 'SIGKILL');
    return DONE;
  }
  const server = kind === 'kill-redis' ? site.redis : kind === 'kill-postgresql' ? site.postgresql : null;
  if (server === null) {
    await site.part(target).kill();
    return DONE;
  }
  await server.kill();
  await sleep(lastsMs);
  if (kind === 'kill-postgresql') await startDatabase(site);
  else await site.redis!.start();
  return DONE;
}

async function injectPause(site: Site, { kind, target, lastsMs }: Fault): Promise<Injected> {
  const findPid = {
    'pause-engine': () => site.engineOf(target),
    'pause-postgresql': () => site.postgresql!.pid(),
    'pause-redis': () => site.redis!.pid(),
  }[kind];
  const pid = findPid ? findPid() : site.part(target).pid();
  if (pid === null) return skip('the process was not running at that moment');
  // An engine goes on while its parent is paused, as a child of a frozen process would.
  const signal = kind === 'pause-postgresql' ? signalTree : send;
  signal(pid, 'SIGSTOP');
  await sleep(lastsMs);
  signal(pid, 'SIGCONT');
  return DONE;
}

async function injectNetwork(site: Site, { kind, target, lastsMs }: Fault): Promise<Injected> {
  const link = site.link(target);
  switch (kind) {
    case 'net-reset':
      link.reset();
      return DONE;
    case 'net-dead':
      link.strand();
      return DONE;
    default:
      link.setMode(kind === 'net-cut' ? 'cut' : kind === 'net-stall' ? 'stall' : 'slow');
      await sleep(lastsMs);
      link.setMode('open');
      return DONE;
  }
}

async function injectFullDisk(site: Site, { lastsMs }: Fault): Promise<Injected> {
  const { disk } = site;
  if (disk.whyNotFull !== null) return skip(disk.whyNotFull);
  disk.fill();
  await sleep(lastsMs);
  disk.free();
  await startDatabase(site);
  return DONE;
}

/** Starts PostgreSQL where a fault has ended it, as a supervisor would. */
async function startDatabase(site: Site): Promise<void> {
  if (site.postgresql && !site.postgresql.isRunning()) await site.postgresql.start(site.databaseEnv());
}

async function injectSlowDisk(site: Site, { lastsMs, seed }: Fault): Promise<Injected> {
  const { disk } = site;
  if (disk.whyNotSlow !== null) return skip(disk.whyNotSlow);
  disk.setDelay(createRandom(seed).pick(SLOW_MS));
  await sleep(lastsMs);
  disk.setDelay(0);
  return DONE;
}

/** The process is started again with libfaketime; then its clock steps there, and back. */
async function injectClockStep(site: Site, { target, lastsMs, seed }: Fault): Promise<Injected> {
  const { library, file } = site.clock;
  if (library === null) return skip('libfaketime is not installed');
  const step = (seconds: number): void => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}s`);
  step(0);
  const env = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: '1',
    // Node and PostgreSQL measure how long they wait with the monotonic clock, which never steps.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
  if (target === 'postgresql') {
    await site.postgresql!.kill();
    await site.postgresql!.start(site.databaseEnv(env));
  } else {
    await site.part(target).restart(env);
  }
  while (!(await site.isReady())) await sleep(100);
  step(createRandom(seed).pick(STEPS));
  await sleep(lastsMs);
  step(0);
  return DONE;
}

/** Another program locks the file, as backup tools and database browsers do. */
async function injectLock(site: Site, { lastsMs }: Fault): Promise<Injected> {
  const other = new Libsql(new URL(site.databaseUrl).pathname, { timeout: 5000 });
  try {
    other.exec('BEGIN IMMEDIATE');
    await sleep(lastsMs);
    other.exec('COMMIT');
    return DONE;
  } finally {
    other.close();
  }
}
