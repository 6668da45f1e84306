/** One turn of a claimed run: computed until it ends, gives way to others, or is taken from this worker. */
import { errorId, isAppError } from '../../errors';
import { log } from '../../log';
import { databaseError, isBusy, type Model, type PromptPair, type Run } from '../../db';
import { decodeKinds } from '../../db/codec';
import type { Engine, SweepKind } from '../../engine/api';
import type { Services } from '../services';
import { readExperiment } from '../experiment';
import { fence, held, LeaseLostError, renewalMs, renewLease, type Lease } from './leases';
import { saveSuccess } from '../results/persist';
import { doOthersWait } from './queue';
import { createRunWriter, type RunWriter } from './run-writer';

/** Attempts that may end without a finished sweep before a run is given up. */
export const MAX_ATTEMPTS = 3;

export type ClaimedRun = Run & { model: Model; pairs: PromptPair[]; sweeps: { kind: string }[] };

export interface WorkOptions {
  /** Aborted when this process is to stop: the run goes back to the queue. */
  readonly stopping: AbortSignal;
  /** A turn is at least this long before it ends for others, in ms. */
  readonly minTurnMs: number;
}

/** Why a turn ended before its run did. */
type Interruption = 'lost' | 'yield' | 'stopping';

/** Computes a claimed run and writes what comes of it. @returns whether the database was too busy to go on; never throws. */
export async function work(
  services: Services,
  engine: Engine,
  run: ClaimedRun,
  lease: Lease,
  { stopping, minTurnMs }: WorkOptions,
): Promise<{ wasBusy: boolean }> {
  const started = performance.now();
  const aborting = new AbortController();
  let interruption: Interruption | null = null;
  const interrupt = (why: Interruption): void => {
    // That the run is lost outweighs all other reasons: then nothing may be written.
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
  const isFinished = (kind: SweepKind): boolean => run.sweeps.some((sweep) => sweep.kind === kind);
  const kinds = decodeKinds(run.kinds);
  const experiment = readExperiment(run, run.pairs);
  let left = kinds.filter((kind) => !isFinished(kind)).length;
  const writer = createRunWriter(services, run, experiment, kinds.filter(isFinished), lease, {
    async onSweep() {
      left--;
      if (left === 0 || performance.now() - started < minTurnMs) return;
      if (await doOthersWait(services, run.ownerId)) interrupt('yield');
    },
    onFailure: () => interrupt('lost'),
  });
  let wasBusy = false;
  try {
    const provenance = await engine.run(
      experiment,
      kinds.filter((kind) => !isFinished(kind)),
      { onEvent: (event) => writer.accept(event), signal: aborting.signal },
    );
    await writer.settled();
    await saveSuccess(services, lease, provenance, run.computeMs ?? 0);
  } catch (error) {
    const failure = await writer.settled().then(
      () => error,
      (writing: unknown) => writing,
    );
    wasBusy = isBusy(failure);
    const elapsedMs = performance.now() - started;
    await close(services, run, lease, writer, { failure, interruption, elapsedMs }).catch(
      (problem: unknown) =>
        // The lease lapses by itself; then the run is queued again.
        log.error({ err: problem, run: run.id }, 'a run could not be given back'),
    );
  } finally {
    stopRenewing();
    stopping.removeEventListener('abort', onStopping);
    services.queue.off('cancel', onCancel);
    services.changes.emit(run.id);
  }
  return { wasBusy };
}

/** Decides what becomes of a run whose turn has ended without success. */
async function close(
  services: Services,
  run: ClaimedRun,
  lease: Lease,
  writer: RunWriter,
  end: { failure: unknown; interruption: Interruption | null; elapsedMs: number },
): Promise<void> {
  const { failure, interruption, elapsedMs } = end;
  if (failure instanceof LeaseLostError) return;
  const isCancelled = isAppError(failure, 'RUN_CANCELLED');
  // Attempts since the last stored sweep, without the one that ends now.
  const earlier = writer.hasProgressed() ? 0 : run.attempts;
  // An engine that is ended together with this process has not failed on the run.
  const isStopping = interruption === 'stopping' && isAppError(failure, 'ENGINE_FAILED');
  if (isBusy(failure) || isStopping || (isCancelled && interruption !== null && interruption !== 'lost')) {
    await giveBack(services, lease, earlier, (run.computeMs ?? 0) + elapsedMs);
    return;
  }
  if (isCancelled && interruption === 'lost') return;
  if (isAppError(failure, 'ENGINE_FAILED')) {
    log.warn({ run: run.id, attempts: earlier, reason: failure.message }, 'the engine failed on a run');
    const attempts = writer.hasStarted() ? earlier + 1 : earlier;
    if (attempts < MAX_ATTEMPTS) {
      await giveBack(services, lease, attempts, (run.computeMs ?? 0) + elapsedMs);
    } else {
      await fail(services, lease, failure.code, failure.message);
    }
    return;
  }
  if (isAppError(failure)) {
    await fail(services, lease, failure.code, failure.message);
    return;
  }
  const fault = databaseError(failure);
  if (fault) {
    log.error({ err: failure, run: run.id }, 'the database failed during a run');
    await fail(services, lease, fault.code, fault.message);
    return;
  }
  const id = errorId(failure);
  log.error({ err: failure, run: run.id, id }, 'a run failed');
  await fail(
    services,
    lease,
    'ENGINE_FAILED',
    `Something unexpected went wrong (${id} in the server's log).`,
  );
}

const RELEASED = { leaseHolder: null, leaseUntil: null, remainingMs: null };

async function giveBack(
  services: Services,
  lease: Lease,
  attempts: number,
  computeMs: number,
): Promise<void> {
  await fence(services.db, lease, { ...RELEASED, status: 'QUEUED', attempts, computeMs });
  services.changes.emit(lease.runId);
  services.queue.emit('queued');
}

async function fail(
  services: Services,
  lease: Lease,
  errorCode: string,
  errorMessage: string,
): Promise<void> {
  const data = { ...RELEASED, status: 'FAILED', finishedAt: new Date(), errorCode, errorMessage };
  await fence(services.db, lease, data);
  services.changes.emit(lease.runId);
}

/** Queues a run whose worker is gone, or fails it after the last attempt; nothing happens if the worker is back. */
export async function takeBack(
  services: Services,
  abandoned: { id: string; attempts: number; leaseHolder: string | null },
): Promise<void> {
  const { id, attempts, leaseHolder } = abandoned;
  log.warn({ run: id, attempts }, 'the lease of a run has lapsed');
  const isLast = attempts >= MAX_ATTEMPTS;
  const errorMessage = `The server ended ${MAX_ATTEMPTS} times while it computed this run. Run it again.`;
  const where = { ...held({ runId: id, token: '' }), leaseHolder };
  await services.db.run.updateMany({
    where,
    data: isLast
      ? { ...RELEASED, status: 'FAILED', finishedAt: new Date(), errorCode: 'ENGINE_FAILED', errorMessage }
      : { ...RELEASED, status: 'QUEUED' },
  });
  services.changes.emit(id);
  if (!isLast) services.queue.emit('queued');
}

/** Renews the lease until stopped; calls `onLost` when the run was cancelled, deleted or is another's. */
function keepLease({ db, config }: Services, lease: Lease, onLost: () => void): () => void {
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
