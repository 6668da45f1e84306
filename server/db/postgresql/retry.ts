/** Repeats writes that PostgreSQL ended because of a conflict with other writes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseFault, databaseFault } from '../faults';
import { deadlineIn } from '../wait';

const SHORTEST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 200;

/**
 * Attempts until there is no conflict. Each attempt begins anew, because a conflict rolls its transaction back. The pauses are
 * random, so that two processes do not collide repeatedly.
 *
 * @param waitMs after which a further conflict is not repeated.
 * @throws what `attempt` throws; DatabaseFault `busy` after conflicts until the end.
 */
export async function whileConflicting<T>(attempt: () => Promise<T>, waitMs: number): Promise<T> {
  const deadline = deadlineIn(waitMs);
  for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (databaseFault(error)?.kind !== 'conflict') throw error;
      const left = deadline - performance.now();
      if (left <= 0) throw new DatabaseFault('busy', `conflicts for ${waitMs} ms: ${String(error)}`, error);
      await sleep(Math.min(left, pause * Math.random()));
    }
  }
}
