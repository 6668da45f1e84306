/** Retries requests to a hub after temporary failures. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readProblem } from './hub';

/** Longest wait that is accepted when a hub asks for one. */
const MAX_WAIT_MS = 60_000;

export interface RetryOptions {
  /** First wait in ms; it doubles with each attempt. */
  readonly retryMs: number;
  /** Consecutive attempts without progress before giving up. */
  readonly maxStalledAttempts: number;
  readonly signal: AbortSignal;
  /** Measures progress, to tell whether an attempt that failed made some. By default none does. */
  readonly measureProgress?: () => Promise<number>;
}

/**
 * Calls `attempt` until it succeeds, as long as its failures are temporary ones of the network or the hub.
 *
 * @throws the last failure; the signal's reason.
 */
export async function retryTransient<T>(
  attempt: () => Promise<T>,
  { retryMs, maxStalledAttempts, signal, measureProgress = async () => 0 }: RetryOptions,
): Promise<T> {
  let progress = await measureProgress();
  for (let stalled = 0; ;) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw error;
      const now = await measureProgress();
      stalled = now > progress ? 0 : stalled + 1;
      progress = now;
      const { isTransient, retryAfterMs } = readProblem(error);
      const waitMs = retryAfterMs ?? retryMs * 2 ** stalled;
      if (!isTransient || stalled >= maxStalledAttempts || waitMs > MAX_WAIT_MS) throw error;
      await sleep(waitMs, undefined, { signal });
    }
  }
}
