/**
 * The workers that are connected now.
 *
 * Each worker writes what it is into a key that expires; a worker that is killed disappears after EXPIRY_MS. No clock is compared:
 * Redis counts the time.
 */
import { log } from '../log';
import type { RedisLink } from './redis';
import { workerSchema, type WorkerInfo } from './worker-info';

/** How often a worker announces itself, in ms. */
const ANNOUNCE_MS = 1000;
/** A worker that has not announced itself for this long counts as gone, in ms. */
export const EXPIRY_MS = 5000;
/** How often the list is read, in ms. */
const READ_MS = 1000;

export interface Announcement {
  /** Announces again at once, after a change. */
  renew(): void;
  /** Removes the worker from the list. */
  stop(): Promise<void>;
}

/** Announces a worker until it is stopped. @param describe is called for each announcement. */
export function announceWorker(link: RedisLink, describe: () => WorkerInfo): Announcement {
  const { id } = describe();
  const announce = async (): Promise<void> => {
    if (!link.isConnected()) return;
    await link.commands
      .multi()
      .set(makeKey(link, id), JSON.stringify(describe()), 'PX', EXPIRY_MS)
      .sadd(listKey(link), id)
      .exec();
  };
  const renew = (): void => {
    announce().catch((error: unknown) => log.debug({ err: error }, 'a worker could not be announced'));
  };
  const timer = setInterval(renew, ANNOUNCE_MS);
  link.events.on('connected', renew);
  renew();
  return {
    renew,
    async stop() {
      clearInterval(timer);
      link.events.off('connected', renew);
      if (!link.isConnected()) return;
      await link.commands
        .multi()
        .del(makeKey(link, id))
        .srem(listKey(link), id)
        .exec()
        .catch((error: unknown) => log.debug({ err: error }, 'a worker could not be removed from the list'));
    },
  };
}

export interface WorkerList {
  /** The workers as they were read last; empty while Redis cannot be reached. */
  list(): readonly WorkerInfo[];
  /** Reads the list now. @throws when Redis cannot be reached. */
  read(): Promise<readonly WorkerInfo[]>;
  /** Calls a listener after each reading; undone by the function returned. */
  onRead(listener: () => void): () => void;
  stop(): void;
}

/**
 * Reads the list at intervals.
 *
 * @param onGone is called once in the whole site for each worker that disappeared without a word.
 */
export function watchWorkers(link: RedisLink, onGone: (id: string) => void): WorkerList {
  let known: readonly WorkerInfo[] = [];
  const listeners = new Set<() => void>();
  const read = async (): Promise<readonly WorkerInfo[]> => {
    const ids = await link.commands.smembers(listKey(link));
    const texts = ids.length === 0 ? [] : await link.commands.mget(ids.map((id) => makeKey(link, id)));
    const workers: WorkerInfo[] = [];
    for (const [at, id] of ids.entries()) {
      const text = texts[at];
      if (text == null) {
        // Only one process removes it.
        if ((await link.commands.srem(listKey(link), id)) > 0) onGone(id);
        continue;
      }
      const worker = readWorker(text);
      if (worker) workers.push(worker);
    }
    known = workers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    for (const listener of listeners) listener();
    return known;
  };
  const look = (): void => {
    const reading = link.isConnected() ? read() : Promise.reject(new Error('no connection to Redis'));
    reading.catch(() => {
      known = [];
      for (const listener of listeners) listener();
    });
  };
  const timer = setInterval(look, READ_MS);
  link.events.on('connected', look);
  look();
  return {
    list: () => known,
    read,
    onRead(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      clearInterval(timer);
      link.events.off('connected', look);
    },
  };
}

function readWorker(text: string): WorkerInfo | null {
  try {
    return workerSchema.parse(JSON.parse(text));
  } catch {
    // A worker of another version of Patchbay.
    log.warn(
      'a worker announced itself in a form that this version does not read; use one version everywhere',
    );
    return null;
  }
}

function listKey({ prefix }: RedisLink): string {
  return `${prefix}:workers`;
}

function makeKey({ prefix }: RedisLink, id: string): string {
  return `${prefix}:worker:${id}`;
}
