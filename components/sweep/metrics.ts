/** Metrics of the API and of the table in domain/metrics.ts: the API writes ids in capitals. */
import { describeMetric, METRIC_IDS, type Metric as MetricRow, type MetricId } from '../../domain/metrics';
import type { Metric } from '../generated/graphql';

/** Every metric, in the order of the table. */
export const METRICS: readonly Metric[] = METRIC_IDS.map(toMetric);

/** The metric that a run has when none is chosen. */
export const DEFAULT_METRIC: Metric = 'LOGIT_DIFF';

/** The API's name of a metric. */
export function toMetric(id: MetricId): Metric {
  return id.toUpperCase() as Uppercase<MetricId>;
}

/** The stored id of a metric. */
export function toMetricId(metric: Metric): MetricId {
  return metric.toLowerCase() as MetricId;
}

/** The row of a metric in the table. */
export function metricRow(metric: Metric): MetricRow {
  return describeMetric(toMetricId(metric));
}

/** Metrics in the order of the table. */
export function sortMetrics(metrics: readonly string[]): Metric[] {
  return METRICS.filter((metric) => metrics.includes(metric));
}
