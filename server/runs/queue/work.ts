/** One turn of a claimed run: it is computed until it ends, yields to other owners, or is taken from this worker. */
import { AppError, errorId, isAppError } from '../../errors';
import { log } from '../../log';
import { databaseError, isPassing, type Model, type PromptPair, type Run } from '../../db';
import type { Engine } from '../../engine/api';
import type { Services } from '../services';
import { computeRun, countMissing } from './compute';
import { LeaseLostError, renewalMs, renewLease, type Lease, type SuspectedLease } from './leases';
import { saveSuccess } from '../results/persist';
import { doOthersWait, type RunnableModel } from './queue';
import type { Sharing } from './shards/find-shard';
import { removeShards } from './shards/rows';
import { createSharedBatches } from './shards/share-batches';
import { createRunWriter, type RunWriter } from './run-writer';
import { failAbandoned, failRun, requeueAbandoned, requeueRun } from './transitions';

/** Attempts that may end without a finished sweep before a run fails. */
export const MAX_ATTEMPTS = 3;

export type ClaimedRun = Run & {
  model: Model;
  /** None of a run of several batches, which reads them batch by batch. */
  pairs: PromptPair[];
  sweeps: { kind: string; direction: string; batches: number }[];
  edgeLayers: { direction: string; layer: number }[];
};

/** What is needed of the process to compute runs. */
export type WorkServices = Pick<Services, 'db' | 'config' | 'changes' | 'queue'>;

export interface WorkOptions {
  /** Aborted when this process is to stop: the run returns to the queue. */
  readonly stopping: AbortSignal;
  /** A turn lasts at least this long before it ends for other owners, in ms. */
  readonly minTurnMs: number;
  /** The models whose runs this process computes; undefined for all. */
  readonly models?: (() => readonly RunnableModel[]) | undefined;
  /** How the batches of a run are shared with other workers; undefined in a process that works alone. */
  readonly sharing?: Sharing | undefined;
}

/** Why a turn ended before its run did. */
type Interruption = 'lost' | 'yield' | 'stopping';

/** Computes a claimed run and stores its results; never throws. @returns whether it ended because the database was locked, full or out of reach. */
export async function work(
  services: WorkServices,
  engine: Engine,
  run: ClaimedRun,
  lease: Lease,
  { stopping, minTurnMs, models, sharing }: WorkOptions,
): Promise<{ wasAway: boolean }> {
  const started = performance.now();
  const aborting = new AbortController();
  let interruption: Interruption | null = null;
  const interrupt = (why: Interruption): void => {
    // A lost run outweighs all other reasons: nothing of it may be written.
    if (interruption === null || why === 'lost') interruption = why;
    aborting.abort();
  };
  const onStopping = (): void => interrupt('stopping');
  stopping.addEventListener('abort', onStopping);
  if (stopping.aborted) interrupt('stopping');
  const onCancel = (id: string): void => {
    if (id === run.id) interrupt('lost');
  };
  services.queue.on('cancel', onCancel);
  const stopRenewing = keepLease(services, lease, () => interrupt('lost'));
  let left = 0;
  const writer = createRunWriter(services, run, lease, {
    async onSweeps(count) {
      left -= count;
      if (left === 0 || performance.now() - started < minTurnMs) return;
      if (await doOthersWait(services, run.ownerId, models?.())) interrupt('yield');
    },
    onFailure: () => interrupt('lost'),
  });
  let wasAway = false;
  try {
    left = countMissing(run);
    const { provenance, stopped } = await computeRun(
      services,
      engine,
      run,
      writer,
      aborting.signal,
      sharing && createSharedBatches(services, engine, run, sharing),
    );
    await saveSuccess(services, lease, run, provenance, stopped);
    if (sharing) await removeShards(services.db, run.id);
  } catch (error) {
    const failure = await writer.settled().then(
      () => error,
      (writing: unknown) => writing,
    );
    wasAway = isPassing(failure);
    const elapsedMs = performance.now() - started;
    await close(services, run, lease, writer, { failure, interruption, elapsedMs }).catch(
      (problem: unknown) =>
        // The lease expires; then the run is queued again.
        log.error({ err: problem, run: run.id }, 'the end of a turn could not be stored'),
    );
  } finally {
    // Whatever still belongs to the turn ends with it.
    aborting.abort();
    stopRenewing();
    stopping.removeEventListener('abort', onStopping);
    services.queue.off('cancel', onCancel);
    services.changes.emit(run.id);
  }
  return { wasAway };
}

/** Stores the end of a turn that ended without success: the run is queued again, fails, or is left to who holds it now. */
async function close(
  services: WorkServices,
  run: ClaimedRun,
  lease: Lease,
  writer: RunWriter,
  end: { failure: unknown; interruption: Interruption | null; elapsedMs: number },
): Promise<void> {
  const { failure, interruption, elapsedMs } = end;
  if (failure instanceof LeaseLostError) return;
  const isCancelled = isAppError(failure, 'RUN_CANCELLED');
  // Attempts since the last stored sweep, without the present one.
  const earlier = writer.hasProgressed() ? 0 : run.attempts;
  // An engine that is stopped together with this process has not failed on the run.
  const isStopping = interruption === 'stopping' && isAppError(failure, 'ENGINE_FAILED');
  if (isPassing(failure) || isStopping || (isCancelled && interruption !== null && interruption !== 'lost')) {
    await requeue(services, lease, earlier, (run.computeMs ?? 0) + elapsedMs);
    return;
  }
  if (isCancelled && interruption === 'lost') return;
  if (isAppError(failure, 'ENGINE_FAILED')) {
    log.warn({ run: run.id, attempts: earlier, reason: failure.message }, 'the engine failed on a run');
    const attempts = writer.hasStarted() ? earlier + 1 : earlier;
    if (attempts < MAX_ATTEMPTS) {
      await requeue(services, lease, attempts, (run.computeMs ?? 0) + elapsedMs);
    } else {
      await fail(services, lease, failure);
    }
    return;
  }
  if (isAppError(failure)) {
    await fail(services, lease, failure);
    return;
  }
  const fault = databaseError(failure);
  if (fault) {
    log.error({ err: failure, run: run.id }, 'the database failed during a run');
    await fail(services, lease, fault);
    return;
  }
  const id = errorId(failure);
  log.error({ err: failure, run: run.id, id }, 'a run failed');
  const message = `An unexpected error ended the run. The server's log describes it as ${id}.`;
  await fail(services, lease, new AppError('ENGINE_FAILED', message));
}

async function requeue(
  services: WorkServices,
  lease: Lease,
  attempts: number,
  computeMs: number,
): Promise<void> {
  await requeueRun(services.db, lease, { attempts, computeMs });
  services.changes.emit(lease.runId);
  services.queue.emit('queued');
}

async function fail({ db, changes }: WorkServices, lease: Lease, error: AppError): Promise<void> {
  await failRun(db, lease, error);
  changes.emit(lease.runId);
}

/** Queues a run whose worker is gone, or fails it after the last attempt; does nothing when the worker is back. */
export async function takeBack(
  { db, changes, queue }: WorkServices,
  abandoned: SuspectedLease,
): Promise<void> {
  const { id, attempts } = abandoned;
  log.warn({ run: id, attempts }, 'the lease of a run has expired');
  if (attempts >= MAX_ATTEMPTS) {
    const message = `The server ended ${MAX_ATTEMPTS} times while it computed this run. Run it again.`;
    await failAbandoned(db, abandoned, message);
  } else if (await requeueAbandoned(db, abandoned)) {
    queue.emit('queued');
  }
  changes.emit(id);
}

/** Renews the lease until stopped; calls `onLost` when the run was cancelled or deleted, or another worker has it. */
function keepLease({ db, config }: WorkServices, lease: Lease, onLost: () => void): () => void {
  const renew = async (): Promise<void> => {
    if (!(await renewLease(db, lease, config.runLeaseMs))) onLost();
  };
  const timer = setInterval(
    () =>
      void renew().catch((error: unknown) =>
        log.error({ err: error, run: lease.runId }, 'a lease could not be renewed'),
      ),
    renewalMs(config.runLeaseMs),
  );
  return () => clearInterval(timer);
}
