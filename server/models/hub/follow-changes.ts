/** Turns announcements of changes into a sequence of states. */
import type { EventEmitter } from 'node:events';

interface Source<T> {
  /** Emits `event` when the state may have changed. */
  readonly changes: EventEmitter;
  readonly event: string;
  readonly read: () => Promise<T>;
  readonly isLast: (state: T) => boolean;
  /** How often to read when nothing is announced, in ms; null to wait for an announcement. */
  readonly pollMs: () => number | null;
}

/** The current state first, then a new one after each change, up to and including the last. */
export async function* followChanges<T>({
  changes,
  event,
  read,
  isLast,
  pollMs,
}: Source<T>): AsyncGenerator<T, void> {
  let wake = (): void => {};
  let hasChanged = false;
  const onChange = (): void => {
    hasChanged = true;
    wake();
  };
  changes.on(event, onChange);
  try {
    for (;;) {
      hasChanged = false;
      const state = await read();
      yield state;
      if (isLast(state)) return;
      if (!hasChanged) await waitForWake(pollMs(), (resolve) => (wake = resolve));
    }
  } finally {
    changes.off(event, onChange);
  }
}

/** Resolves when the function passed to `arm` is called, or after `ms`. */
function waitForWake(ms: number | null, arm: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === null ? undefined : setTimeout(resolve, ms);
    arm(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
