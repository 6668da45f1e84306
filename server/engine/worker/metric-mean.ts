/** Means of metrics over several runs of the same prompts. */
import type { ByMetric, MetricId } from '../api';

/** Sums what is added; of one run the mean is that run exactly. */
export class MetricMean {
  private sums: Map<MetricId, Float64Array> | null = null;
  private runs = 0;

  /** Adds one run: [prompt] for each metric, the same ones each time. */
  add(values: ByMetric<Float32Array>): void {
    const entries = Object.entries(values) as [MetricId, Float32Array][];
    this.sums ??= new Map(entries.map(([id, { length }]) => [id, new Float64Array(length)]));
    for (const [id, ofMetric] of entries) {
      const sum = this.sums.get(id)!;
      for (let at = 0; at < sum.length; at++) sum[at]! += ofMetric[at]!;
    }
    this.runs++;
  }

  /** The mean by metric, [prompt]. @throws Error when nothing was added. */
  read(): ByMetric<Float32Array> {
    if (!this.sums) throw new Error('A mean over no runs is not defined.');
    return Object.fromEntries(
      [...this.sums].map(([id, sum]) => [id, Float32Array.from(sum, (total) => total / this.runs)]),
    );
  }
}
