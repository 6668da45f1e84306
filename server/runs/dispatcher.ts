/**
 * Hands queued runs to the engine, one after another, and keeps their rows true whatever dies. Owners take turns: queue.ts.
 *
 * A run being worked on carries a lease that is renewed while this process lives. When it lapses (the web process
 * was killed) any dispatcher queues the run again, and it goes on after the sweeps that are stored. When the engine
 * process dies the run is queued again at once. Three attempts, then FAILED with the reason.
 */
import { randomBytes } from 'node:crypto';
import { isAppError } from '../errors';
import { log } from '../log';
import type { PromptPair, Run } from '../db';
import type { Baseline, Direction, Engine, RunEvent, SweepKind } from '../engine/types';
import type { Services } from '../services';
import { experimentOf } from './experiment';
import { saveBaseline, saveSuccess, saveSweep } from './persist';
import { markServed, nextInQueue } from './queue';

const MAX_ATTEMPTS = 3;
/** How often lapsed leases and runs queued by other processes are looked for, in ms. */
const POLL_MS = 1000;
/** Progress is written at most this often, in ms. */
const PROGRESS_MS = 200;

type ClaimedRun = Run & { pairs: PromptPair[]; sweeps: { kind: string }[] };

export interface Dispatcher {
  /** Stops taking runs and abandons the one under way: it stays RUNNING until its lease lapses. */
  stop(): Promise<void>;
}

/** Starts dispatching to `engine` until stopped. */
export function startDispatcher(services: Services, engine: Engine): Dispatcher {
  const holder = randomBytes(8).toString('hex');
  const stopping = new AbortController();
  let wake = (): void => {};
  const onQueued = (): void => wake();
  services.queue.on('queued', onQueued);

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const run = await claimNext(services, holder).catch((error: unknown) => {
        log.error({ err: error }, 'the queue could not be read');
        return null;
      });
      if (run) {
        await work(services, engine, run, holder, stopping.signal);
        continue;
      }
      await new Promise<void>((resolve) => {
        if (stopping.signal.aborted) return resolve();
        const timer = setTimeout(resolve, POLL_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = loop();

  return {
    async stop() {
      stopping.abort();
      wake();
      services.queue.off('queued', onQueued);
      await running;
    },
  };
}

/** Queues lapsed runs again, then claims the one whose turn it is; null when there is none. */
async function claimNext(services: Services, holder: string): Promise<ClaimedRun | null> {
  const { db, config, changes } = services;
  await requeueLapsed(services);
  const id = await nextInQueue(services);
  if (id === null) return null;
  const next = await db.run.findUniqueOrThrow({ where: { id }, select: { startedAt: true, ownerId: true } });
  const claimed = await db.run.updateMany({
    where: { id, status: 'QUEUED' },
    data: {
      status: 'RUNNING',
      attempts: { increment: 1 },
      startedAt: next.startedAt ?? new Date(),
      leaseHolder: holder,
      leaseUntil: new Date(Date.now() + config.runLeaseMs),
    },
  });
  // Another process was faster: look again.
  if (claimed.count === 0) return claimNext(services, holder);
  await markServed(services, next.ownerId);
  changes.emit(id);
  return db.run.findUniqueOrThrow({
    where: { id },
    include: { pairs: { orderBy: { index: 'asc' } }, sweeps: { select: { kind: true } } },
  });
}

async function requeueLapsed(services: Services): Promise<void> {
  const lapsed = await services.db.run.findMany({
    where: { status: 'RUNNING', leaseUntil: { lt: new Date() } },
    select: { id: true, attempts: true, leaseHolder: true },
  });
  for (const { id, attempts, leaseHolder } of lapsed) {
    log.warn({ run: id, attempts }, 'the lease of a run has lapsed');
    const reason = 'The server ended while it computed this run, three times. Run it again.';
    await requeueOrFail(services, id, leaseHolder, attempts, 'ENGINE_FAILED', reason);
  }
}

/** Back to the queue while attempts are left, else FAILED; only if `holder` still has the lease. */
async function requeueOrFail(
  { db, changes, queue }: Services,
  id: string,
  holder: string | null,
  attempts: number,
  code: string,
  reason: string,
): Promise<void> {
  const released = { leaseHolder: null, leaseUntil: null, remainingMs: null };
  const isLast = attempts >= MAX_ATTEMPTS;
  await db.run.updateMany({
    where: { id, status: 'RUNNING', leaseHolder: holder },
    data: isLast
      ? { ...released, status: 'FAILED', finishedAt: new Date(), errorCode: code, errorMessage: reason }
      : { ...released, status: 'QUEUED' },
  });
  changes.emit(id);
  if (!isLast) queue.emit('queued');
}

/** Computes one claimed run and writes what comes of it; never throws. */
async function work(
  services: Services,
  engine: Engine,
  run: ClaimedRun,
  holder: string,
  stopping: AbortSignal,
): Promise<void> {
  const aborting = new AbortController();
  const abort = (): void => aborting.abort();
  stopping.addEventListener('abort', abort);
  const onCancel = (id: string): void => {
    if (id === run.id) abort();
  };
  services.queue.on('cancel', onCancel);
  const stopHeartbeat = keepLease(services, run.id, holder, abort);
  const writer = createWriter(services, run, holder);
  try {
    const kinds = (JSON.parse(run.kinds) as SweepKind[]).filter((kind) => !isFinished(run, kind));
    const provenance = await engine.run(experimentOf(run, run.pairs), kinds, {
      onEvent: writer.accept,
      signal: aborting.signal,
    });
    await writer.settled();
    await saveSuccess(services, run.id, provenance);
  } catch (error) {
    await writer.settled().catch(() => {});
    if (isAppError(error, 'RUN_CANCELLED')) return;
    await giveUp(services, run, holder, error).catch((failure: unknown) =>
      // The lease lapses by itself; then the run is queued again.
      log.error({ err: failure, run: run.id }, 'a run could not be given back'),
    );
  } finally {
    await markServed(services, run.ownerId);
    stopHeartbeat();
    stopping.removeEventListener('abort', abort);
    services.queue.off('cancel', onCancel);
    services.changes.emit(run.id);
  }
}

async function giveUp(services: Services, run: ClaimedRun, holder: string, error: unknown): Promise<void> {
  if (isAppError(error, 'ENGINE_FAILED')) {
    log.warn({ run: run.id, attempts: run.attempts, reason: error.message }, 'the engine failed on a run');
    await requeueOrFail(services, run.id, holder, run.attempts, error.code, error.message);
    return;
  }
  const id = randomBytes(4).toString('hex');
  if (!isAppError(error)) log.error({ err: error, run: run.id, id }, 'a run failed');
  const message = isAppError(error)
    ? error.message
    : `Something unexpected went wrong (${id} in the server's log).`;
  const code = isAppError(error) ? error.code : 'ENGINE_FAILED';
  await requeueOrFail(services, run.id, holder, MAX_ATTEMPTS, code, message);
}

/** Renews the lease until stopped; calls `onLost` when the run was cancelled or the lease is another's. */
function keepLease({ db, config }: Services, id: string, holder: string, onLost: () => void): () => void {
  const renew = async (): Promise<void> => {
    const renewed = await db.run.updateMany({
      where: { id, status: 'RUNNING', leaseHolder: holder },
      data: { leaseUntil: new Date(Date.now() + config.runLeaseMs) },
    });
    if (renewed.count === 0) onLost();
  };
  const timer = setInterval(
    () =>
      void renew().catch((error: unknown) =>
        log.error({ err: error, run: id }, 'a lease could not be renewed'),
      ),
    Math.min(config.runLeaseMs / 3, 1000),
  );
  return () => clearInterval(timer);
}

/** Takes the engine's events and writes them in order; `settled` throws the first failure. */
function createWriter(services: Services, run: ClaimedRun, holder: string) {
  let chain: Promise<void> = Promise.resolve();
  let baseline: Baseline | null = null;
  let lastProgress = 0;
  // A run that goes on after a crash has part of its work behind it.
  const done = run.sweeps.length / (JSON.parse(run.kinds) as SweepKind[]).length;
  const accept = (event: RunEvent): void => {
    if (event.type === 'progress') {
      const now = Date.now();
      if (now - lastProgress < PROGRESS_MS) return;
      lastProgress = now;
    }
    chain = chain.then(() => write(event));
    // Looked at in `settled`; until then it must not count as unhandled.
    chain.catch(() => {});
  };
  const write = async (event: RunEvent): Promise<void> => {
    switch (event.type) {
      case 'baseline':
        baseline = event.baseline;
        return saveBaseline(services, run.id, event.baseline);
      case 'sweep':
        if (!baseline) throw new Error(`sweep ${event.sweep.kind} of run ${run.id} came before its baseline`);
        return saveSweep(services, run.id, event.sweep, baseline, run.direction as Direction);
      case 'progress':
        await services.db.run.updateMany({
          where: { id: run.id, status: 'RUNNING', leaseHolder: holder },
          data: { fraction: done + (1 - done) * event.fraction, remainingMs: event.remainingMs },
        });
        services.changes.emit(run.id);
    }
  };
  return { accept, settled: () => chain };
}

function isFinished(run: ClaimedRun, kind: SweepKind): boolean {
  return run.sweeps.some((sweep) => sweep.kind === kind);
}
