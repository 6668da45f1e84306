/** Looks for work that another process has left. */
import { log } from './log';

interface Looking {
  /** Aborted when the process is to stop. */
  readonly signal: AbortSignal;
  /** Time between two looks, in ms. */
  readonly everyMs: number;
  /** What the log says of a look that failed; the next one is tried as usual. */
  readonly failure: string;
}

/** Looks now and at intervals until the process is to stop. A look that is not finished is not started a second time. */
export function lookAtIntervals({ signal, everyMs, failure }: Looking, look: () => Promise<void>): void {
  let looking: Promise<void> | null = null;
  const start = (): void => {
    looking ??= look()
      .catch((error: unknown) => log.warn({ err: error }, failure))
      .finally(() => (looking = null));
  };
  const timer = setInterval(start, everyMs).unref();
  signal.addEventListener('abort', () => clearInterval(timer));
  if (!signal.aborted) start();
}
