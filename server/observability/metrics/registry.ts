/** The metrics of this process in Prometheus' text format (prom-client). Only files of this folder import prom-client. */
import { collectDefaultMetrics, Registry } from 'prom-client';
import { keepInProcess } from '../../process-wide';

/** Precision of the event loop's measured lag, in ms; a finer one wakes an idle process more often. */
const LAG_PRECISION_MS = 50;

/** Metrics about the process itself (`process_…`, `nodejs_…`) and those that the other files of this folder add. */
export const registry = keepInProcess('registry', () => {
  const created = new Registry();
  collectDefaultMetrics({ register: created, eventLoopMonitoringPrecision: LAG_PRECISION_MS });
  return created;
});

/** Creates metrics once in this process. */
export function defineMetrics<T>(name: string, create: (registers: [Registry]) => T): T {
  return keepInProcess(`metrics.${name}`, () => create([registry]));
}

/** Seconds of requests and calls, from 1 ms to a minute. */
export const CALL_SECONDS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 60];
/** Seconds of waits and runs, from 100 ms to an hour. */
export const RUN_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];
