/** A queue in which clients take turns: nobody waits for more than one job of another client. */
import { AppError, requestAborted } from '../errors';

/** Maximum number of waiting jobs of one client: twice the limit of one operation. */
const MAX_WAITING = 1000;

export interface FairQueue {
  /**
   * Runs a job in its client's turn.
   *
   * @param client e.g. an address.
   * @throws the job's error; QUOTA_EXCEEDED when too many jobs of the client wait; RUN_CANCELLED when `signal` aborts. A
   *   waiting job is then never run, and a running one is no longer awaited.
   */
  readonly run: <T>(client: string, job: () => Promise<T>, signal?: AbortSignal) => Promise<T>;
  /** Number of waiting jobs. */
  readonly waiting: () => number;
}

type Start = () => void;

/** @param width number of jobs that run at the same time; a function is asked again before each job. */
export function createFairQueue(width: number | (() => number)): FairQueue {
  const readWidth = typeof width === 'number' ? () => width : width;
  /** Waiting jobs by client, in the order of their turns. */
  const turns = new Map<string, Start[]>();
  let running = 0;

  const next = (): void => {
    while (running < readWidth()) {
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
  const message = `You have ${MAX_WAITING} requests waiting for the engine, which is the limit. Wait for their answers before sending more.`;
  return new AppError('QUOTA_EXCEEDED', message, { details: { limit: MAX_WAITING } });
}
