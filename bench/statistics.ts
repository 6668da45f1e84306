/** Statistics of many measurements. */

/** The quantile of values (nearest rank); NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Columns of a table: number of measurements and their quantiles, in ms. */
export function latencyColumns(values: readonly number[]) {
  const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
  return {
    requests: values.length,
    'p50 ms': ms(percentile(values, 0.5)),
    'p95 ms': ms(percentile(values, 0.95)),
    'p99 ms': ms(percentile(values, 0.99)),
    'max ms': ms(Math.max(...values)),
  };
}
