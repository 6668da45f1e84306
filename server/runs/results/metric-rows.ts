/** Values by metric as rows of the database. */
import { METRIC_IDS, type MetricId } from '../../../domain/metrics';
import type { ByMetric } from '../../engine/api';
import { encodeFloats } from './float-bytes';

/** One row for each metric that has values: little-endian float32. */
export function listMetricRows(
  values: ByMetric<Float32Array>,
): { metric: MetricId; values: Uint8Array<ArrayBuffer> }[] {
  return METRIC_IDS.flatMap((metric) =>
    values[metric] === undefined ? [] : [{ metric, values: encodeFloats(values[metric]) }],
  );
}
