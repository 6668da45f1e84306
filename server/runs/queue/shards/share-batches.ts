/**
 * The engine of the worker that holds a run of several batches, while others help.
 *
 * `run` of a batch gives what a helper has computed of it, or computes it. While a helper is still at it, it computes a later batch
 * instead. So the run's holder stores the batches in their order, through the same code and with the same bytes as alone.
 */
import { AppError } from '../../../errors';
import { log } from '../../../log';
import type { Run } from '../../../db';
import { ENGINE_VERSION } from '../../../engine/client/client';
import type { Engine, RunOptions } from '../../../engine/api';
import type { WorkServices } from '../work';
import { computeShard, holdShard, shardEvent } from './compute-shard';
import { claimFrom, countStored, type Sharing } from './find-shard';
import { decodeShard, type ShardResult } from './result';
import { claimShard, releaseShard, removeShards, type ShardLease } from './rows';

/** How often a holder that waits for a helper looks again, in ms. */
const LOOK_MS = 500;

/** The engine of one batch of a run. */
export type BatchEngine = Pick<Engine, 'run'>;

/** The signal of every batch must abort when the turn ends. */
export function createSharedBatches(
  services: WorkServices,
  engine: Engine,
  run: Run,
  sharing: Sharing,
): (batch: number) => BatchEngine {
  const { db, config, changes, queue } = services;

  /** What a helper has computed of a batch; null when nothing that fits. */
  const takeResult = async (batch: number): Promise<ShardResult | null> => {
    const where = { runId_batch: { runId: run.id, batch } };
    const row = await db.runShard.findUnique({ where });
    if (!row?.isComputed) return null;
    const result = row.result && decodeShard(row.result);
    const provider = await engine.provider();
    const { engineVersion, provider: theirs } = result?.provenance ?? {};
    if (result && engineVersion === ENGINE_VERSION && theirs === provider) return result;
    // Another engine computes other bits.
    await db.runShard.deleteMany({ where: { runId: run.id, batch } });
    return null;
  };

  /** Batches that this worker computes for itself, and keeps from helpers until they are stored. */
  let held: { readonly lease: ShardLease; readonly stop: () => void }[] = [];
  const letGo = (): void => {
    for (const { lease, stop } of held) {
      stop();
      releaseShard(db, lease, false).catch((error: unknown) =>
        // Its lease expires.
        log.error(
          { err: error, run: run.id, batch: lease.batch },
          'a batch of a run could not be given back',
        ),
      );
    }
    held = [];
  };

  const runBatch = async (batch: number, ...[experiment, kinds, options]: Parameters<Engine['run']>) => {
    const signal = options.signal ?? new AbortController().signal;
    const sweeps = await db.sweep.findMany({ where: { runId: run.id }, select: { batches: true } });
    const stored = countStored({ sweeps });
    await removeShards(db, run.id, stored);
    for (const { stop } of held.filter(({ lease }) => lease.batch < stored)) stop();
    held = held.filter(({ lease }) => lease.batch >= stored);
    for (;;) {
      if (signal.aborted) throw new AppError('RUN_CANCELLED', 'The run was cancelled.');
      const result = await takeResult(batch);
      if (result) {
        replay(result, options);
        return result.provenance;
      }
      const own = await claimShard(db, run.id, batch, config.runLeaseMs);
      if (own) {
        // Idle workers look for batches.
        queue.emit('queued');
        // Held until it is stored, or the turn ends.
        held.push({ lease: own, stop: holdShard(services, own, () => {}) });
        signal.removeEventListener('abort', letGo);
        signal.addEventListener('abort', letGo);
        // The turn may have ended while the batch was claimed. Nobody would let it go, and the next holder would wait for it for ever.
        if (signal.aborted) {
          letGo();
          continue;
        }
        return engine.run(experiment, kinds, options);
      }
      const later = await claimFrom(db, run, batch + 1, config.runLeaseMs, sharing);
      if (later) await computeShard(services, engine, run, later, signal);
      else await waitForShards(signal);
    }
  };

  const waitForShards = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const event = shardEvent(run.id);
      const done = (): void => {
        clearTimeout(timer);
        changes.off(event, done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, LOOK_MS);
      changes.on(event, done);
      signal.addEventListener('abort', done);
    });

  return (batch) => ({ run: (...args) => runBatch(batch, ...args) });
}

/** Gives the events of a shard, without the sweeps that are stored already. */
function replay({ events }: ShardResult, { onEvent, skip = [] }: RunOptions): void {
  for (const event of events) {
    const isStored =
      event.type === 'sweep' &&
      skip.some(({ kind, direction }) => kind === event.sweep.kind && direction === event.sweep.direction);
    if (!isStored) onEvent(event);
  }
}
