/** The writes of one turn of a run, one after another. After the first failure none is made any more. */

export interface WriteQueue {
  /** Queues a write. @returns resolves when it and all before it are done; a rejection need not be handled. */
  add(write: () => Promise<void>): Promise<void>;
  /** Resolves when everything queued is done. @throws the first failure. */
  settled(): Promise<void>;
}

/** @param onFailure called when a write fails, and for each later one. */
export function createWriteQueue(onFailure: (error: unknown) => void): WriteQueue {
  let last: Promise<void> = Promise.resolve();
  return {
    add(write) {
      last = last.then(write);
      // `settled` throws it again; the hook ends the work that can no longer be stored.
      last.catch(onFailure);
      return last;
    },
    settled: () => last,
  };
}
