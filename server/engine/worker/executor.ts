/**
 * Serial executor with two priorities. One job computes at a time: long ones in order of arrival, short ones before them and
 * wherever a running long job yields. Short jobs get a bounded share of the time while a long job runs or waits, so that no
 * number of them can stop it.
 */
import { AppError } from '../../errors';

export interface Executor {
  /**
   * Runs a short job as soon as the job under way ends or yields and the share of short jobs is not used up.
   *
   * @throws QUOTA_EXCEEDED when too many short jobs wait.
   */
  runShort<T>(job: () => Promise<T>): Promise<T>;
  /** Runs a long job after the long jobs that came before it. */
  runLong<T>(job: () => Promise<T>): Promise<T>;
  /** Called by a job between its steps: lets messages in, and runs short jobs that wait, within their share. */
  yieldToShort(): Promise<void>;
}

export interface ExecutorOptions {
  /** Monotonic, in ms. */
  readonly clock?: () => number;
  readonly maxWaitingShort?: number;
}

/** Time of short jobs for each time unit of the long job: it keeps at least two thirds of the time. */
const SHORT_PER_LONG = 0.5;
/** Short jobs may take this long at once before their share counts, in ms. */
const BURST_MS = 250;
/** A short job that takes longer than its share holds back later ones by at most this, in ms. */
const MAX_DEBT_MS = 1000;

export function createExecutor({
  clock = () => performance.now(),
  maxWaitingShort = 500,
}: ExecutorOptions = {}): Executor {
  const shortJobs: (() => Promise<void>)[] = [];
  const longJobs: (() => Promise<void>)[] = [];
  let isDraining = false;
  let isLongUnderWay = false;
  /** Whether a short job is under way: what it runs in between counts as part of it. */
  let isInShort = false;
  /** Time that short jobs may take now, in ms. */
  let allowanceMs = BURST_MS;
  /** When the long job under way went on. */
  let resumedAt = clock();

  const enqueue = <T>(queue: (() => Promise<void>)[], job: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      // Settles the caller's promise and never throws itself, so that the executor goes on.
      queue.push(() => job().then(resolve, reject));
      void drain();
    });

  const runNextShort = async (): Promise<void> => {
    const started = clock();
    const isLongHeldUp = isLongUnderWay || longJobs.length > 0;
    isInShort = true;
    await shortJobs.shift()!();
    isInShort = false;
    // What nobody waited for is not counted against later requests.
    if (isLongHeldUp) allowanceMs = Math.max(-MAX_DEBT_MS, allowanceMs - (clock() - started));
  };

  const drain = async (): Promise<void> => {
    if (isDraining) return;
    isDraining = true;
    while (shortJobs.length > 0 || longJobs.length > 0) {
      if (shortJobs.length > 0 && allowanceMs > 0) {
        await runNextShort();
        continue;
      }
      resumedAt = clock();
      isLongUnderWay = true;
      await longJobs.shift()!();
      isLongUnderWay = false;
      allowanceMs = Math.min(BURST_MS, allowanceMs + (clock() - resumedAt) * SHORT_PER_LONG);
    }
    isDraining = false;
    allowanceMs = BURST_MS;
  };

  return {
    async runShort(job) {
      if (shortJobs.length >= maxWaitingShort) {
        const message = `${shortJobs.length} requests wait for the engine already. Try again in a moment.`;
        throw new AppError('QUOTA_EXCEEDED', message, { details: { limit: maxWaitingShort } });
      }
      return enqueue(shortJobs, job);
    },
    runLong: (job) => enqueue(longJobs, job),
    async yieldToShort() {
      await new Promise((resolve) => setImmediate(resolve));
      if (isInShort) {
        // A large short job lets the small ones that wait now pass.
        for (let job = shortJobs.shift(); job; job = shortJobs.shift()) await job();
        return;
      }
      allowanceMs = Math.min(BURST_MS, allowanceMs + (clock() - resumedAt) * SHORT_PER_LONG);
      while (shortJobs.length > 0 && allowanceMs > 0) await runNextShort();
      resumedAt = clock();
    },
  };
}
