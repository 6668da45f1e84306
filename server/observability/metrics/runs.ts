/** Metrics of runs: how long they wait and compute, how they end, and what they compute. */
import { Counter, Histogram } from 'prom-client';
import { defineMetrics, RUN_SECONDS } from './registry';

const metrics = defineMetrics('runs', (registers) => ({
  waits: new Histogram({
    name: 'patchbay_run_wait_seconds',
    help: 'Time from the submission of a run to its first turn.',
    buckets: RUN_SECONDS,
    registers,
  }),
  turns: new Histogram({
    name: 'patchbay_run_turn_seconds',
    help: 'Time of turns: a run computes in one or more of them.',
    buckets: RUN_SECONDS,
    registers,
  }),
  ends: new Counter({
    name: 'patchbay_runs_total',
    help: 'Ends of turns by outcome: succeeded, failed, cancelled, or queued again.',
    labelNames: ['outcome'],
    registers,
  }),
  sweeps: new Counter({
    name: 'patchbay_sweeps_total',
    help: 'Sweeps that were computed, by kind; one for each direction and batch.',
    labelNames: ['kind'],
    registers,
  }),
  flops: new Counter({
    name: 'patchbay_sweep_flops_total',
    help: 'Planned floating point operations of computed sweeps; its rate is the FLOP/s of the engine.',
    registers,
  }),
}));

export type RunOutcome = 'succeeded' | 'failed' | 'cancelled' | 'requeued';

// Shown as 0 before the first event, so that rates exist from the start.
for (const outcome of ['succeeded', 'failed', 'cancelled', 'requeued'] as const)
  metrics.ends.inc({ outcome }, 0);

export function countRunEnd(outcome: RunOutcome): void {
  metrics.ends.inc({ outcome });
}

export function observeWait(seconds: number): void {
  metrics.waits.observe(Math.max(0, seconds));
}

export function observeTurnSeconds(seconds: number): void {
  metrics.turns.observe(seconds);
}

/** Counts a computed sweep. @param flops planned operations. */
export function countSweep(kind: string, flops: number): void {
  metrics.sweeps.inc({ kind });
  metrics.flops.inc(flops);
}
