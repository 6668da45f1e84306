/** Waits for locks without blocking the event loop: timed retries, and a queue for the writes of this process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseFault, isBusy } from './faults';

const SHORTEST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 50;

/** End of a wait in ms of `performance.now()`, which steps of the wall clock do not affect. */
export type Deadline = number;

/** The deadline `ms` from now. */
export function deadlineIn(ms: number): Deadline {
  return performance.now() + ms;
}

/**
 * Retries until the database is not locked. The pauses of 1 to 50 ms are random, so that two processes do not collide
 * repeatedly.
 *
 * @throws what `attempt` throws; DatabaseFault `busy` when the database is still locked at the deadline.
 */
export async function whileBusy<T>(attempt: () => T | Promise<T>, deadline: Deadline): Promise<T> {
  for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const left = deadline - performance.now();
      if (!isBusy(error) || left <= 0) throw error;
      await sleep(Math.min(left, pause * (0.5 + Math.random() / 2)));
    }
  }
}

/** Queue for the connection that writes, in the order of requests. */
export class WriteQueue {
  #last: Promise<void> = Promise.resolve();

  /**
   * Waits for a turn.
   *
   * @returns what ends the turn; to be called once.
   * @throws DatabaseFault `busy` when the turn has not come at the deadline.
   */
  async enter(deadline: Deadline): Promise<() => void> {
    const before = this.#last;
    let leave = (): void => {};
    const left = new Promise<void>((resolve) => (leave = resolve));
    this.#last = before.then(() => left);
    if (await isFirst(before, deadline)) return leave;
    // Leaves the queue; later writes still wait for earlier ones.
    leave();
    throw new DatabaseFault('busy', 'SQLITE_BUSY: a write waited too long for other writes of this process');
  }
}

/** Whether `turn` comes before the deadline. */
async function isFirst(turn: Promise<void>, deadline: Deadline): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadline - performance.now()), false);
  });
  try {
    return await Promise.race([turn.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
