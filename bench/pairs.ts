/**
 * `npx tsx bench/pairs.ts`: runs of many prompt pairs on the bundled model, from the queue to the database: time, processor
 * time, memory and bytes.
 *
 *   --counts 64,1000   pairs of each run
 *   --kinds HEAD_Z     sweep kinds; the notebook's eight when left out
 *   --kills 2          also ends the process that computes the last run so often by SIGKILL, and compares what is stored
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatePairs } from '../domain/prompts/family';
import { FAMILIES } from '../domain/prompts/families/built-in';
import type { SweepKind } from '../domain/sites';
import { SWEEP_GROUPS } from '../domain/sweep-groups';
import { parseConfig } from '../server/config';
import type { Database } from '../server/db';
import { applyMigrations } from '../server/db/migrations';
import { startEngine } from '../server/engine/client/client';
import { decodeStoredPairs } from '../server/prompts/sets/stored-pair';
import { checkSetPairs } from '../server/prompts/sets/tokenize';
import { startDispatcher } from '../server/runs/queue/dispatcher';
import { submitRun } from '../server/runs/submit/submit';
import type { RunInput } from '../server/runs/submit/validate';
import { createServices, type Services } from '../server/services';
import { processTime } from './process-time';

const MODEL = 'patchbay-mini';
const NOTEBOOK: readonly SweepKind[] = [
  ...SWEEP_GROUPS.BLOCK_EVERY.kinds,
  ...SWEEP_GROUPS.ATTN_HEAD_ALL_POS_EVERY.kinds,
];
const SELF = fileURLToPath(import.meta.url);
const LOOK_MS = 250;

/** Computes what is queued until it is ended; its folder is in DATA_DIR. */
async function runWorker(): Promise<void> {
  const engine = startEngine();
  startDispatcher(createServices(parseConfig(process.env), engine), engine);
  await new Promise(() => {});
}

/** Pairs of the IOI family with their roles: four templates, two lengths. */
async function makeInput(
  { models }: Services,
  count: number,
  sweeps: readonly SweepKind[],
): Promise<RunInput> {
  const family = FAMILIES.find(({ id }) => id === 'ioi')!;
  const generated = generatePairs(family, { seed: 14, count: 2 * count });
  const { pairs } = await checkSetPairs(models, MODEL, decodeStoredPairs(JSON.stringify(generated)), {
    prependBos: true,
  });
  if (pairs.length < count) throw new Error(`${pairs.length} pairs can be used, not ${count}`);
  return {
    model: MODEL,
    pairs: pairs.slice(0, count).map(({ clean, corrupted, correct, incorrect, roles }) => ({
      clean,
      corrupted,
      correct,
      incorrect,
      roles: [...(roles ?? [])],
    })),
    sweeps: [...sweeps],
    direction: 'DENOISING',
    prependBos: true,
    positionsBy: 'ROLE',
  };
}

interface Measured {
  readonly runId: string;
  readonly ms: number;
  readonly processorMs: number;
  /** Largest resident memory of the worker and of its engine in the first and the last quarter, in MB. */
  readonly early: readonly number[];
  readonly late: readonly number[];
}

function startWorker(dataDir: string): ChildProcess {
  const env = { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'warn', RUN_LEASE_MS: '2000' };
  return fork(SELF, ['--worker'], { env, stdio: 'inherit' });
}

/** The process and its children. */
function listFamily(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children];
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

async function compute(services: Services, input: RunInput, kills: number): Promise<Measured> {
  const { db, config } = services;
  const submitted = performance.now();
  const { id } = await submitRun(services, async () => 'bench', input, true);
  console.log(`submitted ${input.pairs.length} pairs in ${Math.round(performance.now() - submitted)} ms`);
  let worker = startWorker(config.dataDir);
  let killed = 0;
  let started = 0;
  let before = 0;
  const largest = new Map<'early' | 'late', number[]>();
  try {
    for (;;) {
      await sleep(LOOK_MS);
      const run = await db.run.findUniqueOrThrow({ where: { id } });
      if (run.status === 'FAILED') throw new Error(run.errorMessage ?? 'the run failed');
      const family = listFamily(worker.pid!);
      const spent = family.reduce((sum, pid) => sum + processTime(pid), 0);
      if (started === 0 && run.status === 'RUNNING' && run.fraction > 0) {
        started = run.startedAt!.getTime();
        before = spent;
      }
      const quarter = run.fraction < 0.25 ? 'early' : run.fraction > 0.75 ? 'late' : null;
      if (quarter && run.fraction > 0) {
        const known = largest.get(quarter) ?? [];
        largest.set(
          quarter,
          family.map((pid, at) => Math.max(known[at] ?? 0, residentMb(pid))),
        );
      }
      if (killed < kills && run.fraction > (killed + 1) / (kills + 2)) {
        killed++;
        for (const pid of family) process.kill(pid, 'SIGKILL');
        console.log(`killed at ${(100 * run.fraction).toFixed(1)}%`);
        worker = startWorker(config.dataDir);
        continue;
      }
      if (run.status !== 'SUCCEEDED') continue;
      const ms = run.finishedAt!.getTime() - started;
      return {
        runId: id,
        ms,
        processorMs: spent - before,
        early: largest.get('early') ?? [],
        late: largest.get('late') ?? [],
      };
    }
  } finally {
    worker.kill('SIGTERM');
  }
}

/** Digest of everything that is stored of the numbers of a run. */
async function digestRun(db: Database, runId: string): Promise<string> {
  const hash = createHash('sha256');
  const sweeps = await db.sweep.findMany({
    where: { runId },
    orderBy: { kind: 'asc' },
    include: { moments: true },
  });
  for (const { id: sweepId, kind, moments } of sweeps) {
    hash.update(kind);
    for (const row of moments)
      hash.update(JSON.stringify([row.pairs, row.clean, row.corrupted])).update(row.moments);
    for (const { batch } of await db.sweepBatch.findMany({
      where: { sweepId },
      select: { batch: true },
      orderBy: { batch: 'asc' },
    })) {
      const row = await db.sweepBatch.findFirstOrThrow({ where: { sweepId, batch } });
      hash.update(String(batch)).update(row.values);
    }
  }
  const pairs = await db.promptPair.findMany({
    where: { runId },
    orderBy: { index: 'asc' },
    select: { cleanLogitDiff: true, corruptedLogitDiff: true },
  });
  return hash.update(JSON.stringify(pairs)).digest('hex');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      counts: { type: 'string', default: '64,1000' },
      kinds: { type: 'string', default: NOTEBOOK.join(',') },
      kills: { type: 'string', default: '0' },
    },
  });
  const dataDir = mkdtempSync(path.join(tmpdir(), 'patchbay-pairs-'));
  const config = parseConfig({ ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'warn' });
  await applyMigrations(config.databaseUrl);
  // Never called: the worker computes.
  const services = createServices(config, startEngine());
  await services.db.user.create({ data: { id: 'bench', name: 'bench' } });
  const kinds = values.kinds.split(',') as SweepKind[];
  const counts = values.counts.split(',').map(Number);
  const show = (measured: readonly number[]): string => measured.map((mb) => mb.toFixed(0)).join(' + ');
  try {
    for (const [at, count] of counts.entries()) {
      const input = await makeInput(services, count, kinds);
      const undisturbed = await compute(services, input, 0);
      console.log(
        `${count} pairs, ${kinds.length} kinds: ${(undisturbed.ms / 1000).toFixed(1)} s, ${(undisturbed.ms / count).toFixed(2)} ms a pair, ` +
          `processor ${(undisturbed.processorMs / count).toFixed(2)} ms a pair; memory of server + engine ${show(undisturbed.early)} MB early, ${show(undisturbed.late)} MB late`,
      );
      const kills = Number(values.kills);
      if (kills === 0 || at < counts.length - 1) continue;
      const disturbed = await compute(services, input, kills);
      const [a, b] = [
        await digestRun(services.db, undisturbed.runId),
        await digestRun(services.db, disturbed.runId),
      ];
      console.log(
        `${a === b ? 'equal' : 'DIFFERENT'} after ${kills} kills: ${a.slice(0, 16)} ${b.slice(0, 16)}`,
      );
    }
  } finally {
    await services.engine!.close();
    await services.db.$disconnect();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await (process.argv.includes('--worker') ? runWorker() : main());
