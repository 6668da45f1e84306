/** Metrics of one batch of prompts. */
import type { ByMetric, MetricId } from '../api';
import type { RunCache } from '../forward/forward';
import type { LoadedModel } from '../forward/model';
import { takePosition } from '../forward/take-position';
import { createLastRows, type LastRows } from '../metrics/last-rows';
import type { Answers } from '../metrics/metric';
import { createMetrics, type MetricSet } from '../metrics/registry';
import type { RunPair } from './run-pair';

/** Prepares metrics for a batch. @param answers one for each prompt. */
export function createBatchMetrics(
  model: LoadedModel,
  ids: readonly MetricId[],
  answers: readonly Answers[],
  { base, source }: RunPair,
): Promise<MetricSet> {
  const [baseRows, sourceRows] = [readLastRows(model, base), readLastRows(model, source)];
  return createMetrics(ids, { model, answers, base: baseRows, source: sourceRows });
}

/** Metrics of an unpatched run: [prompt] each. */
export function measureRun(
  model: LoadedModel,
  metrics: MetricSet,
  run: RunCache,
): Promise<ByMetric<Float32Array>> {
  return metrics.compute(readLastRows(model, run));
}

function readLastRows(model: LoadedModel, run: RunCache): LastRows {
  return createLastRows(model, takeLastPosition(run));
}

/** The last residual stream of an unpatched run at the last position: [prompt, dModel]. */
export function takeLastPosition(run: RunCache): Float32Array {
  return takePosition(run.post, run, run.length - 1);
}
