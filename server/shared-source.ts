/** Shares one source of states among all its followers, so that a thousand followers cost no more than one. */

export interface SharedSources<T> {
  /**
   * The current state at once, then each change, until the source ends or `signal` aborts.
   *
   * A slow follower misses states in between; only the newest one is kept.
   *
   * @param start creates the source for the first follower; its signal aborts when the last one has left.
   * @throws the source's error, to each follower.
   */
  follow(
    key: string,
    start: (signal: AbortSignal) => AsyncIterable<T>,
    signal?: AbortSignal,
  ): AsyncGenerator<T, void>;
}

interface Shared<T> {
  /** Numbers the states; 0 before the first one. */
  version: number;
  latest: T | null;
  end: { readonly error: unknown } | 'complete' | null;
  followers: number;
  readonly wakers: Set<() => void>;
  readonly stop: AbortController;
}

/** Sources by key; each runs while somebody follows it. */
export function createSharedSources<T>(): SharedSources<T> {
  const sources = new Map<string, Shared<T>>();

  const begin = (key: string, start: (signal: AbortSignal) => AsyncIterable<T>): Shared<T> => {
    const shared: Shared<T> = {
      version: 0,
      latest: null,
      end: null,
      followers: 0,
      wakers: new Set(),
      stop: new AbortController(),
    };
    sources.set(key, shared);
    void run(shared, start).finally(() => leave(key, shared));
    return shared;
  };
  const leave = (key: string, shared: Shared<T>): void => {
    if (sources.get(key) === shared) sources.delete(key);
  };

  return {
    async *follow(key, start, signal) {
      const shared = sources.get(key) ?? begin(key, start);
      shared.followers++;
      let seen = 0;
      try {
        while (!signal?.aborted) {
          if (seen < shared.version) {
            seen = shared.version;
            yield shared.latest!;
          } else if (shared.end !== null) {
            if (shared.end !== 'complete') throw shared.end.error;
            return;
          } else {
            await news(shared.wakers, signal);
          }
        }
      } finally {
        shared.followers--;
        if (shared.followers === 0) {
          leave(key, shared);
          shared.stop.abort();
        }
      }
    },
  };
}

async function run<T>(shared: Shared<T>, start: (signal: AbortSignal) => AsyncIterable<T>): Promise<void> {
  const wake = (): void => {
    for (const waker of shared.wakers) waker();
  };
  try {
    for await (const state of start(shared.stop.signal)) {
      if (shared.stop.signal.aborted) break;
      shared.latest = state;
      shared.version++;
      wake();
    }
    shared.end = 'complete';
  } catch (error) {
    shared.end = { error };
  }
  wake();
}

function news(wakers: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      wakers.delete(wake);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    wakers.add(wake);
    signal?.addEventListener('abort', wake);
  });
}
