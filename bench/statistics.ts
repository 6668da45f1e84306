/** Statistics of many measurements. */

/** The quantile of values (nearest rank); NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Spearman's rank correlation; equal values share the mean of their ranks. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [rank(a), rank(b)];
  const middle = (a.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [dx, dy] = [x[i]! - middle, y[i]! - middle];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Ranks from 1. */
function rank(values: readonly number[]): Float64Array {
  const order = values.map((_, index) => index).toSorted((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let at = 0; at < order.length;) {
    let end = at;
    while (end < order.length && values[order[end]!] === values[order[at]!]) end++;
    for (let i = at; i < end; i++) ranks[order[i]!] = (at + 1 + end) / 2;
    at = end;
  }
  return ranks;
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
