/** Computes one shard and stores its result. */
import { getErrorMessage } from '../../../errors';
import { log } from '../../../log';
import type { Run } from '../../../db';
import { decodeKinds } from '../../../db/codec';
import type { Engine, RunEvent } from '../../../engine/api';
import { renewalMs } from '../leases';
import { readBatch } from '../batch';
import type { WorkServices } from '../work';
import { encodeShard } from './result';
import { releaseShard, renewShard, storeShard, type ShardLease } from './rows';

/** Name of the event that tells the holder of a run of its shards. */
export function shardEvent(runId: string): string {
  return `shards ${runId}`;
}

/**
 * Computes a claimed shard; never throws. It ends early when `signal` aborts, and when the run ends or the shard is lost.
 *
 * @returns whether its result was stored.
 */
export async function computeShard(
  services: WorkServices,
  engine: Pick<Engine, 'run'>,
  run: Run,
  lease: ShardLease,
  signal: AbortSignal,
): Promise<boolean> {
  const { db, changes } = services;
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const stopHolding = holdShard(services, lease, stop);
  try {
    const { experiment } = await readBatch(db, run, lease.batch);
    const events: RunEvent[] = [];
    const provenance = await engine.run(experiment, decodeKinds(run.kinds), {
      onEvent(event) {
        if (event.type === 'baseline' || event.type === 'sweep') events.push(event);
      },
      signal: stopping.signal,
    });
    return await storeShard(db, lease, encodeShard({ events, provenance }));
  } catch (error) {
    const isStopped = stopping.signal.aborted;
    if (!isStopped) {
      log.warn(
        { run: run.id, batch: lease.batch, reason: getErrorMessage(error) },
        'a batch of a run could not be computed',
      );
    }
    await releaseShard(db, lease, !isStopped).catch((problem: unknown) =>
      // Its lease expires.
      log.error(
        { err: problem, run: run.id, batch: lease.batch },
        'a batch of a run could not be given back',
      ),
    );
    return false;
  } finally {
    stopHolding();
    signal.removeEventListener('abort', stop);
    changes.emit(shardEvent(run.id));
  }
}

/** Renews the lease on a shard until stopped; calls `onLost` when it is not held any more or its run has ended. */
export function holdShard(
  { db, config, queue }: WorkServices,
  lease: ShardLease,
  onLost: () => void,
): () => void {
  const onCancel = (id: string): void => {
    if (id === lease.runId) onLost();
  };
  queue.on('cancel', onCancel);
  const timer = setInterval(() => {
    renewShard(db, lease, config.runLeaseMs).then(
      (isHeld) => !isHeld && onLost(),
      (error: unknown) =>
        log.error({ err: error, run: lease.runId }, 'the lease of a batch could not be renewed'),
    );
  }, renewalMs(config.runLeaseMs));
  return () => {
    clearInterval(timer);
    queue.off('cancel', onCancel);
  };
}
