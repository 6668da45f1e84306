/** Observes calls to the engine, on both sides of the channel between the processes. */
import type { RunEvent } from './api';
import type { RequestOrigin } from './protocol';
import { observeCall } from '../observability/metrics/engine';
import { currentScope, withScope } from '../scope';
import {
  currentTraceparent,
  readTraceparent,
  recordSpan,
  tracing,
  withSpan,
} from '../observability/tracing/spans';

/** Counts and traces a call in the process that makes it. */
export async function observeEngineCall<T>(call: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  let outcome: 'ok' | 'error' = 'error';
  try {
    const result = await withSpan(`engine ${call}`, {}, work);
    outcome = 'ok';
    return result;
  } finally {
    observeCall(call, outcome, (performance.now() - started) / 1000);
  }
}

/** What the engine process is told of the present scope. */
export function originOfCall(): RequestOrigin {
  const { requestId, run } = currentScope();
  return { requestId, run, traceparent: currentTraceparent() };
}

/** Runs a request in the engine process, with the scope of the process that sent it. */
export function withOrigin<T>(
  { requestId, run, traceparent }: RequestOrigin,
  call: string,
  work: () => Promise<T>,
): Promise<T> {
  return withScope({ requestId, run }, () =>
    withSpan(
      `compute ${call}`,
      run === undefined ? {} : { 'patchbay.run': run },
      work,
      readTraceparent(traceparent),
    ),
  );
}

/**
 * Records a span for each sweep of a run, below the current span.
 *
 * Sweeps that are computed together have spans that follow each other: each ends when the sweep is sent.
 *
 * @returns a listener that passes the events on.
 */
export function traceSweeps(onEvent: (event: RunEvent) => void): (event: RunEvent) => void {
  if (tracing.tracer === null) return onEvent;
  const parent = currentScope().span?.spanContext() ?? null;
  let since = Date.now();
  return (event) => {
    onEvent(event);
    if (event.type === 'progress') return;
    if (event.type === 'sweep') {
      const { kind, direction, flops, elapsedMs } = event.sweep;
      const attributes = {
        'patchbay.direction': direction,
        'patchbay.flops': flops,
        'patchbay.ms': elapsedMs,
      };
      recordSpan(`sweep ${kind}`, parent, since, attributes);
    } else if (event.type === 'baseline') recordSpan('baseline', parent, since);
    else if (event.type === 'edges') recordSpan('edges', parent, since);
    since = Date.now();
  };
}
