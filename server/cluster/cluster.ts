/** What a process has of the cluster that REDIS_URL names. */
import type { Config } from '../config';
import type { Engine } from '../engine/api';
import type { Models } from '../models/registry/installed';
import { removeQueues } from './answer-requests';
import { startOwnWorker, type StartedWorker } from './own-worker';
import { connectRedis, type RedisLink } from './redis';
import { watchWorkers, type WorkerList } from './registry';
import { createRemoteEngine } from './remote-engine';
import { createRemoteRequests } from './remote-requests';
import { runOnce } from './run-once';
import { createSharedEvents, type SharedEvents } from './shared-events';

export interface Cluster {
  readonly link: RedisLink;
  readonly events: SharedEvents;
  readonly workers: WorkerList;
  /** The engines of all workers. */
  readonly engine: Engine;
  /** This process as a worker; null without an engine. */
  readonly own: StartedWorker | null;
  /** How this worker shares the batches of runs with the others. */
  readonly sharing: WorkSharing;
  /** Does some work unless another process of the site is doing it. @returns whether it was done here. */
  readonly runOnce: (name: string, work: () => Promise<void>) => Promise<boolean>;
  /** Resolves when a worker is ready, or `signal` aborts. */
  whenWorker(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What a worker knows of the others to share a run with them; see runs/queue/shards. */
interface WorkSharing {
  countWorkers(): number;
  computesAlike(runId: string): boolean;
}

interface ClusterOptions {
  readonly config: Config;
  /** The engine of this process; null without one. */
  readonly engine: Engine | null;
  readonly models: Models;
  readonly isWeb: boolean;
}

/** Connects this process to the cluster; null without REDIS_URL. */
export function joinCluster({ config, engine, models, isWeb }: ClusterOptions): Cluster | null {
  if (config.redis === null) return null;
  const link = connectRedis(config.redis.url, config.redis.prefix);
  const events = createSharedEvents(link);
  const workers = watchWorkers(link, (id) => void removeQueues(link, id));
  const requests = createRemoteRequests(link, workers);
  const own = engine && startOwnWorker({ link, engine, models, config, isWeb });
  return {
    link,
    events,
    workers,
    engine: createRemoteEngine({ link, workers, requests, own }),
    own,
    sharing: {
      countWorkers: () => Math.max(1, workers.list().length),
      computesAlike(runId) {
        const mine = own?.info();
        const holder = workers.list().find(({ run }) => run === runId);
        return holder?.engineVersion === mine?.engineVersion && holder?.provider === mine?.provider;
      },
    },
    runOnce: (name, work) => runOnce(link, name, work),
    whenWorker: (signal) =>
      new Promise((resolve) => {
        const look = (): void => {
          const isReady = workers
            .list()
            .some(({ engineState, models: { length } }) => engineState === 'ready' && length > 0);
          if (!isReady && !signal.aborted) return;
          ignore();
          signal.removeEventListener('abort', look);
          resolve();
        };
        const ignore = workers.onRead(look);
        signal.addEventListener('abort', look);
        look();
      }),
    async close() {
      workers.stop();
      await own?.stop();
      await link.close();
    },
  };
}
