/**
 * Serial executor with two priorities.
 *
 * One job computes at a time: long jobs in order of arrival; short jobs before them, and where a running long job yields. While
 * a long job runs or waits, short jobs get a bounded share of the time, so that no number of them can stop it.
 */
import { AppError } from '../../errors';

export interface Executor {
  /**
   * Runs a short job as soon as the current job ends or yields and the share of short jobs is not used up.
   *
   * @throws QUOTA_EXCEEDED when too many short jobs wait.
   */
  runShort<T>(job: () => Promise<T>): Promise<T>;
  /** Runs a long job after the long jobs that arrived before it. */
  runLong<T>(job: () => Promise<T>): Promise<T>;
  /** Called by a job between its steps: handles messages, and runs waiting short jobs within their share. */
  yieldToShort(): Promise<void>;
  /** Time in which there was a job, since the start, in ms. */
  busyMs(): number;
}

export interface ExecutorOptions {
  /** Monotonic, in ms. */
  readonly clock?: () => number;
  readonly maxWaitingShort?: number;
}

/** Time of short jobs per time of long jobs: a long job keeps at least two thirds of the time. */
const SHORT_PER_LONG = 0.5;
/** Time that short jobs may take at once, in ms; unused share is not saved up beyond it. */
const BURST_MS = 250;
/** Largest overdraft of a short job that took more than the share, in ms; later short jobs wait until it is made up. */
const MAX_DEBT_MS = 1000;

export function createExecutor({
  clock = () => performance.now(),
  maxWaitingShort = 500,
}: ExecutorOptions = {}): Executor {
  const shortJobs: (() => Promise<void>)[] = [];
  const longJobs: (() => Promise<void>)[] = [];
  let isDraining = false;
  let isLongRunning = false;
  /** Whether a short job runs: short jobs that it lets pass count as part of it. */
  let isInShort = false;
  /** Time that short jobs may take now, in ms. */
  let allowanceMs = BURST_MS;
  /** Time of the jobs before the present ones. */
  let pastMs = 0;
  /** When the present jobs began. */
  let busySince = clock();
  /** When the running long job last resumed. */
  let resumedAt = clock();

  const enqueue = <T>(queue: (() => Promise<void>)[], job: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      // Never throws, whatever the job does: an error here would stop the executor.
      queue.push(async () => {
        try {
          resolve(await job());
        } catch (error) {
          reject(error);
        }
      });
      void drain();
    });

  const runNextShort = async (): Promise<void> => {
    const started = clock();
    const isLongDelayed = isLongRunning || longJobs.length > 0;
    isInShort = true;
    await shortJobs.shift()!();
    isInShort = false;
    // Time counts only if a long job waited for it.
    if (isLongDelayed) allowanceMs = Math.max(-MAX_DEBT_MS, allowanceMs - (clock() - started));
  };

  const drain = async (): Promise<void> => {
    if (isDraining) return;
    isDraining = true;
    busySince = clock();
    while (shortJobs.length > 0 || longJobs.length > 0) {
      // The share of short jobs counts only while a long job waits for it.
      if (shortJobs.length > 0 && (allowanceMs > 0 || longJobs.length === 0)) {
        await runNextShort();
        continue;
      }
      resumedAt = clock();
      isLongRunning = true;
      await longJobs.shift()!();
      isLongRunning = false;
      allowanceMs = Math.min(BURST_MS, allowanceMs + (clock() - resumedAt) * SHORT_PER_LONG);
    }
    isDraining = false;
    pastMs += clock() - busySince;
    allowanceMs = BURST_MS;
  };

  return {
    async runShort(job) {
      if (shortJobs.length >= maxWaitingShort) {
        const message = `${shortJobs.length} requests are already waiting for the engine. Try again in a moment.`;
        throw new AppError('QUOTA_EXCEEDED', message, { details: { limit: maxWaitingShort } });
      }
      return enqueue(shortJobs, job);
    },
    runLong: (job) => enqueue(longJobs, job),
    async yieldToShort() {
      await new Promise((resolve) => setImmediate(resolve));
      if (isInShort) {
        // A large short job lets waiting small ones pass.
        for (let job = shortJobs.shift(); job; job = shortJobs.shift()) await job();
        return;
      }
      allowanceMs = Math.min(BURST_MS, allowanceMs + (clock() - resumedAt) * SHORT_PER_LONG);
      while (shortJobs.length > 0 && allowanceMs > 0) await runNextShort();
      resumedAt = clock();
    },
    busyMs: () => pastMs + (isDraining ? clock() - busySince : 0),
  };
}
