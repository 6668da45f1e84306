/**
 * An orderly end of the web process on SIGTERM, SIGINT and SIGHUP.
 *
 * Next has listeners of its own for the first two: they wait for open responses, then end the process. They are put behind
 * what this module is given to do (end streams, give the run under way back, stop the engine, close the database), and
 * whatever is not done within the limit is cut off.
 */
import { log } from './log';

const SIGNALS = { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 } as const;
type StopSignal = keyof typeof SIGNALS;
type Listener = (signal: StopSignal) => void;

/** What of the process is used; tests pass their own. */
export interface SignalledProcess {
  listeners(signal: StopSignal): unknown[];
  removeAllListeners(signal: StopSignal): unknown;
  on(signal: StopSignal, listener: Listener): unknown;
  exit(code: number): void;
}

/** All of it is over after this long, in ms: a supervisor's patience may be 5 s. */
const LIMIT_MS = 4500;

/**
 * Runs `stop` on the first signal, then hands on to the listeners that were there before; without any, the process ends.
 *
 * @param limitMs how long both together may take; then the process ends.
 */
export function stopOnSignals(
  stop: () => Promise<void>,
  target: SignalledProcess = process,
  limitMs = LIMIT_MS,
): void {
  let isStopping = false;
  for (const signal of Object.keys(SIGNALS) as StopSignal[]) {
    const before = target.listeners(signal) as Listener[];
    target.removeAllListeners(signal);
    target.on(signal, () => {
      // Ctrl-C reaches a process group, and a supervisor may ask twice.
      if (isStopping) return;
      isStopping = true;
      const end = (): void => target.exit(SIGNALS[signal]);
      setTimeout(() => {
        log.warn({ signal, limitMs }, 'not all requests have ended in time; they are cut off');
        end();
      }, limitMs).unref();
      stop()
        .catch((error: unknown) => log.error({ err: error }, 'the process did not stop in order'))
        .then(() => {
          for (const listener of before) listener(signal);
          if (before.length === 0) end();
        })
        .catch(end);
    });
  }
}
