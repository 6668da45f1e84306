/** Observes the turn of a claimed run: its log lines carry the run's id, its wait and time are counted, its trace continues. */
import { observeTurnSeconds, observeWait } from './metrics/runs';
import { withScope } from '../scope';
import { readTraceparent, recordSpan, withSpan } from './tracing/spans';

export interface ObservedRun {
  readonly id: string;
  readonly createdAt: Date;
  /** Null before its first turn has ended. */
  readonly computeMs: number | null;
  readonly attempts: number;
  /** Of the request that submitted it, as W3C traceparent; null where traces were off. */
  readonly traceparent: string | null;
}

/** Runs a turn. */
export async function observeTurn<T>(run: ObservedRun, work: () => Promise<T>): Promise<T> {
  const submitted = readTraceparent(run.traceparent);
  const attributes = { 'patchbay.run': run.id };
  if (run.computeMs === null && run.attempts === 0) {
    observeWait((Date.now() - run.createdAt.getTime()) / 1000);
    recordSpan('queue wait', submitted, run.createdAt.getTime(), attributes);
  }
  const started = performance.now();
  try {
    return await withScope({ run: run.id }, () => withSpan('run', attributes, work, submitted));
  } finally {
    observeTurnSeconds((performance.now() - started) / 1000);
  }
}
