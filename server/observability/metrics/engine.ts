/** Metrics of engine processes, from what each reports of itself, and of calls to them. */
import { Counter, Gauge, Histogram } from 'prom-client';
import { CALL_SECONDS, defineMetrics } from './registry';

/** An engine process, by a name that stays the same when it restarts. */
export interface ObservedWorker {
  readonly name: string;
  readonly status: {
    readonly state: string;
    readonly provider?: string | null | undefined;
    readonly restarts?: number | undefined;
    readonly report?:
      | {
          readonly busyMs: number;
          readonly memoryBytes: number;
          readonly models: readonly unknown[];
        }
      | null
      | undefined;
  };
}

const labelNames = ['worker'] as const;
const metrics = defineMetrics('engine', (registers) => ({
  calls: new Histogram({
    name: 'patchbay_engine_call_seconds',
    help: 'Time of calls to the engine, with the wait for it, by call; run is a whole turn.',
    labelNames: ['call', 'outcome'],
    buckets: CALL_SECONDS,
    registers,
  }),
  up: new Gauge({
    name: 'patchbay_engine_up',
    help: '1 for an engine process that is ready, 0 for one that starts, restarts or has stopped.',
    labelNames: ['worker', 'provider'],
    registers,
  }),
  busy: new Counter({
    name: 'patchbay_engine_busy_seconds_total',
    help: 'Time in which an engine process computed; its rate is the busy share.',
    labelNames,
    registers,
  }),
  memory: new Gauge({
    name: 'patchbay_engine_memory_bytes',
    help: 'Resident memory of an engine process.',
    labelNames,
    registers,
  }),
  models: new Gauge({
    name: 'patchbay_engine_models_loaded',
    help: 'Models in the memory of an engine process.',
    labelNames,
    registers,
  }),
  restarts: new Counter({
    name: 'patchbay_engine_restarts_total',
    help: 'Restarts of an engine process.',
    labelNames,
    registers,
  }),
}));

export function observeCall(call: string, outcome: 'ok' | 'error', seconds: number): void {
  metrics.calls.observe({ call, outcome }, seconds);
}

/** Sets what is known of the engine processes; those that are gone have no series. */
export function setWorkers(workers: readonly ObservedWorker[]): void {
  for (const metric of [metrics.up, metrics.busy, metrics.memory, metrics.models, metrics.restarts])
    metric.reset();
  for (const { name, status } of workers) {
    const { state, provider, report = null, restarts = 0 } = status;
    const worker = { worker: name };
    metrics.up.set({ ...worker, provider: provider ?? 'none' }, state === 'ready' ? 1 : 0);
    metrics.restarts.inc(worker, restarts);
    metrics.busy.inc(worker, (report?.busyMs ?? 0) / 1000);
    metrics.memory.set(worker, report?.memoryBytes ?? 0);
    metrics.models.set(worker, report?.models.length ?? 0);
  }
}
