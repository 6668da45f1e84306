/** A queue in which clients take turns: one that asks for much keeps nobody waiting for more than one of its jobs. */
import { AppError, requestAborted } from './errors';

/** Jobs of one client that may wait: twice as many as one operation may have. */
const MAX_WAITING = 1000;

export interface FairQueue {
  /**
   * Runs a job in its client's turn.
   *
   * @param client who asks, e.g. an address.
   * @throws what the job throws; QUOTA_EXCEEDED when too many jobs of the client wait; RUN_CANCELLED when `signal` aborts: a job that waits is then never run, and one that runs
   *   is no longer waited for.
   */
  readonly run: <T>(client: string, job: () => Promise<T>, signal?: AbortSignal) => Promise<T>;
  /** Jobs that wait. */
  readonly waiting: () => number;
}

type Start = () => void;

/** @param width jobs that run at the same time. */
export function createFairQueue(width: number): FairQueue {
  /** Waiting jobs by client; the client whose turn is next comes first. */
  const turns = new Map<string, Start[]>();
  let running = 0;

  const next = (): void => {
    while (running < width) {
      const [entry] = turns;
      if (!entry) return;
      const [client, jobs] = entry;
      turns.delete(client);
      const start = jobs.shift();
      if (jobs.length > 0) turns.set(client, jobs);
      start?.();
    }
  };
  const withdraw = (client: string, start: Start): void => {
    const jobs = turns.get(client) ?? [];
    const at = jobs.indexOf(start);
    if (at >= 0) jobs.splice(at, 1);
    if (jobs.length === 0) turns.delete(client);
  };

  return {
    run: (client, job, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(requestAborted());
        if ((turns.get(client)?.length ?? 0) >= MAX_WAITING) return reject(tooManyWait());
        const start = (): void => {
          running++;
          job()
            .then(resolve, reject)
            .finally(() => {
              running--;
              signal?.removeEventListener('abort', onAbort);
              next();
            });
        };
        const onAbort = (): void => {
          withdraw(client, start);
          reject(requestAborted());
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        const jobs = turns.get(client);
        if (jobs) jobs.push(start);
        else turns.set(client, [start]);
        next();
      }),
    waiting: () => [...turns.values()].reduce((sum, jobs) => sum + jobs.length, 0),
  };
}

function tooManyWait(): AppError {
  const message = `You have ${MAX_WAITING} requests waiting for the engine, which is the limit. Wait for their answers, then ask for the rest.`;
  return new AppError('QUOTA_EXCEEDED', message, { details: { limit: MAX_WAITING } });
}
