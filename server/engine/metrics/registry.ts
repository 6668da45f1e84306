/** Which function computes which metric. */
import type { MetricId } from '../../../domain/metrics';
import type { ByMetric } from '../api';
import type { LastRows } from './last-rows';
import { logitDiff } from './logit-diff';
import type { MetricContext, MetricFactory } from './metric';

/** One factory for each row of domain/metrics.ts; a missing one does not compile. */
const METRIC_FACTORIES: Readonly<Record<MetricId, MetricFactory>> = { logit_diff: logitDiff };

/** The metrics of one experiment, prepared for one batch of prompts. */
export interface MetricSet {
  readonly ids: readonly MetricId[];
  /** Values of all metrics of one run: [prompt] each. */
  compute(last: LastRows): Promise<ByMetric<Float32Array>>;
}

/** Prepares metrics for a batch of prompts. */
export async function createMetrics(ids: readonly MetricId[], context: MetricContext): Promise<MetricSet> {
  const metrics = await Promise.all(
    ids.map(async (id) => [id, await METRIC_FACTORIES[id](context)] as const),
  );
  return {
    ids,
    async compute(last) {
      const values: Partial<Record<MetricId, Float32Array>> = {};
      for (const [id, metric] of metrics) values[id] = await metric(last);
      return values;
    },
  };
}

/** One thing for each metric. */
export function mapMetrics<T>(ids: readonly MetricId[], make: (id: MetricId) => T): ByMetric<T> {
  return Object.fromEntries(ids.map((id) => [id, make(id)]));
}
