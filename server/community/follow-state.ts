/** Follows a state that is read from the database: read again when an event says so, and at intervals. */
import type { Changes } from './announce';

interface FollowedState<T> {
  readonly changes: Changes;
  /** Name of the event that says that the state may have changed. */
  readonly event: string;
  readonly read: () => Promise<T>;
  /** Another process announces nothing here, so the state is read at least this often, in ms. */
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

/** Yields the present state at once, then every different one until `signal` aborts. @throws what `read` throws. */
export async function* followState<T>({
  changes,
  event,
  read,
  intervalMs,
  signal,
}: FollowedState<T>): AsyncGenerator<T, void> {
  let hasNews = false;
  let wake = (): void => {};
  const onChange = (): void => {
    hasNews = true;
    wake();
  };
  changes.on(event, onChange);
  signal.addEventListener('abort', onChange);
  try {
    let last: string | null = null;
    while (!signal.aborted) {
      hasNews = false;
      const state = await read();
      const written = JSON.stringify(state);
      if (written !== last) yield state;
      last = written;
      if (hasNews) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, intervalMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    changes.off(event, onChange);
    signal.removeEventListener('abort', onChange);
    wake();
  }
}
