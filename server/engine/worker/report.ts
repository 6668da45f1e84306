/** What the engine process says of itself, for metrics and the administrator's page. */
import type { EngineReport } from '../status';
import type { FromEngine } from '../protocol';
import { THREADS } from '../runtime/session';

/** Interval of reports, in ms. */
const REPORT_MS = 2000;

/** What only the core knows. */
export type CoreState = Pick<EngineReport, 'busyMs' | 'models'>;

/** Sends a report now and then until the process ends. @param currentRun the run that is computed. */
export function reportRegularly(
  readState: () => CoreState,
  currentRun: () => string | null,
  send: (message: FromEngine) => void,
): void {
  const report = (): void =>
    send({
      type: 'report',
      report: {
        ...readState(),
        memoryBytes: process.memoryUsage.rss(),
        uptimeMs: process.uptime() * 1000,
        threads: THREADS,
        run: currentRun(),
      },
    });
  setInterval(report, REPORT_MS).unref();
  report();
}
