/**
 * Graceful shutdown of the web process on SIGTERM, SIGINT and SIGHUP.
 *
 * Next has its own listeners for the first two: they wait for open responses, then end the process. This module runs its own
 * steps first (end streams, return the current run to the queue, stop the engine, close the database), then Next's. After a
 * time limit the process ends in any case.
 */
import { log } from '../log';

const SIGNALS = { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 } as const;
type StopSignal = keyof typeof SIGNALS;
type Listener = (signal: StopSignal) => void;

/** The part of the process that is used; tests pass their own. */
export interface SignalledProcess {
  listeners(signal: StopSignal): unknown[];
  removeAllListeners(signal: StopSignal): unknown;
  on(signal: StopSignal, listener: Listener): unknown;
  exit(code: number): void;
}

/** Time limit in ms; a supervisor may kill the process after 5 s. */
const LIMIT_MS = 4500;

/**
 * Runs `stop` on the first signal, then the earlier listeners; if there are none, it ends the process.
 *
 * @param limitMs time limit of both together, after which the process ends.
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
      // Ctrl-C reaches the whole process group, and a supervisor may send a signal twice.
      if (isStopping) return;
      isStopping = true;
      const end = (): void => target.exit(SIGNALS[signal]);
      setTimeout(() => {
        log.warn({ signal, limitMs }, 'some requests did not end in time and were aborted');
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
