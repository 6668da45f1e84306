/**
 * Hands queued runs to the engine one after another. The order is that of queue.ts, in which owners take turns.
 *
 * A running run has a lease (leases.ts). When its worker is gone, any dispatcher queues the run again, and it continues after
 * the sweeps that are stored. When the engine process dies, the run is queued again at once. After three attempts without a
 * finished sweep it fails with the reason. A long run yields to runs of other owners after each group of sweeps.
 */
import { log } from '../../log';
import type { Engine } from '../../engine/api';
import { observeTurn } from '../../observability/turns';
import { createLeaseWatch, type Lease } from './leases';
import { markServed, nextInQueue, type RunnableModel } from './queue';
import { computeShard } from './shards/compute-shard';
import { claimOpenShard, type Sharing } from './shards/find-shard';
import { removeEndedShards } from './shards/rows';
import { claimRun } from './transitions';
import { takeBack, work, type ClaimedRun, type WorkServices } from './work';

/** Interval of looking for abandoned leases and for runs that other processes queued, in ms. */
const POLL_MS = 1000;
/** Looks for abandoned leases until shards of runs that have ended are removed: after a kill, some are left. */
const LOOKS_PER_CLEANING = 30;
/** A turn lasts at least this long before it ends for other owners, in ms. */
const MIN_TURN_MS = 1000;

export interface Dispatcher {
  /** Stops taking runs, and returns the running one to the queue at once. */
  stop(): Promise<void>;
}

export interface DispatcherOptions {
  /** The models whose runs are taken; runs of all models when left out, and the engine refuses those that it lacks. */
  readonly models?: (() => readonly RunnableModel[]) | undefined;
  /** Called with each run that is taken, and with null at the end of its turn. */
  /** How the batches of runs are shared with other workers; undefined in a process that works alone. */
  readonly sharing?: Sharing | undefined;
  readonly onRun?: ((run: { readonly id: string; readonly modelId: string } | null) => void) | undefined;
  /** A turn lasts at least this long before it ends for other owners, in ms; default 1000. */
  readonly minTurnMs?: number;
}

/** Starts dispatching to `engine` until stopped. */
export function startDispatcher(
  services: WorkServices,
  engine: Engine,
  { minTurnMs = MIN_TURN_MS, models, onRun, sharing }: DispatcherOptions = {},
): Dispatcher {
  const stopping = new AbortController();
  let wake = (): void => {};
  let isAwaited = false;
  const onQueued = (): void => {
    isAwaited = true;
    wake();
  };
  services.queue.on('queued', onQueued);
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      if (stopping.signal.aborted) return resolve();
      const timer = setTimeout(resolve, POLL_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // Without an engine no run is taken, so that runs keep their place and their attempts.
      const isReady = await Promise.race([
        engine.provider().then(
          () => true,
          () => false,
        ),
        stopped.then(() => false),
      ]);
      isAwaited = false;
      const claimed = isReady ? await claimNext(services, models?.()).catch(logUnread) : null;
      if (claimed === null) {
        // Nobody waits: a batch of a run that another worker holds.
        if (isReady && sharing && (await help(services, engine, { models, onRun, sharing }, stopping.signal)))
          continue;
        if (!isAwaited || !isReady) await pause();
        continue;
      }
      const { run, lease } = claimed;
      onRun?.(run);
      const { wasAway } = await observeTurn(run, () =>
        work(services, engine, run, lease, { stopping: stopping.signal, minTurnMs, models, sharing }),
      );
      onRun?.(null);
      await markServed(services, run.ownerId);
      if (wasAway) await pause();
    }
  };
  const watching = watchLeases(services, sharing !== undefined);
  const running = loop();

  return {
    async stop() {
      stopping.abort();
      wake();
      services.queue.off('queued', onQueued);
      watching.stop();
      await Promise.all([running, watching.ended()]);
    },
  };
}

function logUnread(error: unknown): null {
  log.error({ err: error }, 'the queue could not be read');
  return null;
}

/** Computes a batch of a run that another worker holds. @returns whether there was one. */
async function help(
  services: WorkServices,
  engine: Engine,
  { models, onRun, sharing }: Pick<DispatcherOptions, 'models' | 'onRun'> & { readonly sharing: Sharing },
  stopping: AbortSignal,
): Promise<boolean> {
  const claimed = await claimOpenShard(services, models?.(), sharing).catch(logUnread);
  if (claimed === null) return false;
  onRun?.(claimed.run);
  const isStored = await computeShard(services, engine, claimed.run, claimed.lease, stopping);
  onRun?.(null);
  return isStored;
}

/** Claims the run whose turn it is among those of `models`; null when none is queued. */
async function claimNext(
  services: WorkServices,
  models: readonly RunnableModel[] | undefined,
): Promise<{ run: ClaimedRun; lease: Lease } | null> {
  const { db, config, changes } = services;
  for (;;) {
    const id = await nextInQueue(services, models);
    if (id === null) return null;
    const lease = await claimRun(db, id, config.runLeaseMs);
    // Another process was faster, or the run was cancelled: look again.
    if (lease === null) continue;
    changes.emit(id);
    const run = await db.run.findUnique({
      where: { id },
      include: {
        model: true,
        sweeps: { select: { kind: true, direction: true, batches: true } },
        edgeLayers: { select: { direction: true, layer: true } },
      },
    });
    if (run === null) continue;
    const where = { runId: id };
    const pairs = run.batches > 1 ? [] : await db.promptPair.findMany({ where, orderBy: { index: 'asc' } });
    await markServed(services, run.ownerId);
    return { run: { ...run, pairs }, lease };
  }
}

/** Takes back runs whose worker is gone, also while this process computes. */
function watchLeases(services: WorkServices, hasShards: boolean): { stop(): void; ended(): Promise<void> } {
  const watch = createLeaseWatch(services.config.runLeaseMs);
  let looking: Promise<void> | null = null;
  let looks = 0;
  const look = async (): Promise<void> => {
    for (const abandoned of await watch.findAbandoned(services.db)) await takeBack(services, abandoned);
    if (hasShards && looks++ % LOOKS_PER_CLEANING === 0) await removeEndedShards(services.db);
  };
  const timer = setInterval(
    () => {
      looking ??= look()
        .catch((error: unknown) => log.error({ err: error }, 'abandoned leases could not be read'))
        .finally(() => (looking = null));
    },
    Math.min(POLL_MS, services.config.runLeaseMs / 3),
  );
  return {
    stop: () => clearInterval(timer),
    ended: async () => looking ?? undefined,
  };
}
