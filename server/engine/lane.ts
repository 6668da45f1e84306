/**
 * One thing at a time: long jobs in order of arrival, short ones before them and, where a long job breathes, in its midst.
 */

/** A queue of work on the one thread that computes. */
export interface Lane {
  /** Runs a short job as soon as what is under way ends or breathes. */
  short<T>(job: () => Promise<T>): Promise<T>;
  /** Runs a long job after those that came before it. */
  long<T>(job: () => Promise<T>): Promise<T>;
  /** Called by a long job between its steps: lets messages in, and runs the short jobs that wait. */
  breathe(): Promise<void>;
}

export function createLane(): Lane {
  const shortJobs: (() => Promise<void>)[] = [];
  const longJobs: (() => Promise<void>)[] = [];
  let isBusy = false;

  const drain = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let job = next(); job; job = next()) await job();
    isBusy = false;
  };
  const next = (): (() => Promise<void>) | undefined => shortJobs.shift() ?? longJobs.shift();
  const enqueue = <T>(queue: (() => Promise<void>)[], job: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      // Settles the caller's promise and never throws itself, so that the lane goes on.
      queue.push(() => job().then(resolve, reject));
      void drain();
    });

  return {
    short: (job) => enqueue(shortJobs, job),
    long: (job) => enqueue(longJobs, job),
    async breathe() {
      await new Promise((resolve) => setImmediate(resolve));
      for (let job = shortJobs.shift(); job; job = shortJobs.shift()) await job();
    },
  };
}
