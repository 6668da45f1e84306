/**
 * Repeats writes that PostgreSQL ended because of a conflict with other writes.
 *
 * Where many write the same at once, such as runs that are counted together, each round lets one of them commit. So after a few
 * conflicts an attempt runs alone: no other transaction that writes begins until it has ended.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseFault, databaseFault } from '../faults';
import { deadlineIn } from '../wait';

const SHORTEST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 200;
/** Attempts beside others. */
const SHARED_ATTEMPTS = 2;

const alone = new AsyncLocalStorage<boolean>();

/** Whether the transaction that begins is to run alone. */
export function runsAlone(): boolean {
  return alone.getStore() ?? false;
}

/**
 * Attempts until there is no conflict. Each attempt begins anew, because a conflict rolls its transaction back. The pauses are
 * random, so that two processes do not collide repeatedly.
 *
 * @param waitMs after which a further conflict of an attempt alone is not repeated.
 * @throws what `attempt` throws; DatabaseFault `busy` after conflicts until the end.
 */
export async function whileConflicting<T>(attempt: () => Promise<T>, waitMs: number): Promise<T> {
  const deadline = deadlineIn(waitMs);
  for (let attempts = 1, pause = SHORTEST_PAUSE_MS; ; attempts++) {
    try {
      return await (attempts > SHARED_ATTEMPTS ? alone.run(true, attempt) : attempt());
    } catch (error) {
      if (databaseFault(error)?.kind !== 'conflict') throw error;
      const left = deadline - performance.now();
      // A first attempt alone is due to everybody, however slow the others were.
      if (left <= 0 && attempts > SHARED_ATTEMPTS)
        throw new DatabaseFault('busy', `conflicts for ${waitMs} ms: ${String(error)}`, error);
      await sleep(pause * Math.random());
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }
}
