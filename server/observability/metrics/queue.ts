/** Metrics of the queue, read from the database when they are asked for. */
import { Gauge } from 'prom-client';
import { defineMetrics } from './registry';

export interface ObservedQueue {
  readonly queued: number;
  readonly running: number;
  /** Of the oldest queued run, in seconds; 0 when none is queued. */
  readonly oldestSeconds: number;
}

const metrics = defineMetrics('queue', (registers) => ({
  runs: new Gauge({
    name: 'patchbay_queue_runs',
    help: 'Runs that wait (queued) and that compute (running).',
    labelNames: ['state'],
    registers,
  }),
  oldest: new Gauge({
    name: 'patchbay_queue_oldest_seconds',
    help: 'Age of the oldest queued run; 0 when none is queued.',
    registers,
  }),
}));

/** Sets the state of the queue; null when it could not be read, which leaves no series that would lie. */
export function setQueue(queue: ObservedQueue | null): void {
  metrics.runs.reset();
  metrics.oldest.reset();
  metrics.oldest.remove();
  if (queue === null) return;
  metrics.runs.set({ state: 'queued' }, queue.queued);
  metrics.runs.set({ state: 'running' }, queue.running);
  metrics.oldest.set(queue.oldestSeconds);
}
