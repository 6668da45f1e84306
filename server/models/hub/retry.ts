/** Asking a hub again after a failure that may pass. */
import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf } from './hub';

/** Longest wait that a hub may ask for; beyond it one gives up for now. */
const LONGEST_WAIT_MS = 60_000;

export interface RetryOptions {
  /** Waits double from here, in ms. */
  readonly retryMs: number;
  /** Attempts in a row that bring nothing before one gives up. */
  readonly attempts: number;
  readonly signal: AbortSignal;
  /** How far things are; an attempt that moved this was not in vain. By default every failed one was. */
  readonly reached?: () => Promise<number>;
}

/**
 * What `attempt` gives, tried again while its failures are those of a network or hub that may recover.
 *
 * @throws the last failure; the signal's reason.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  { retryMs, attempts, signal, reached = async () => 0 }: RetryOptions,
): Promise<T> {
  let mark = await reached();
  for (let vain = 0; ;) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw error;
      const now = await reached();
      vain = now > mark ? 0 : vain + 1;
      mark = now;
      const { isTransient, retryAfterMs } = problemOf(error);
      const waitMs = retryAfterMs ?? retryMs * 2 ** vain;
      if (!isTransient || vain >= attempts || waitMs > LONGEST_WAIT_MS) throw error;
      await sleep(waitMs, undefined, { signal });
    }
  }
}
