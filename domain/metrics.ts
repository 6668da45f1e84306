/**
 * The metrics of a patched run: one row for each. Every other list of metrics is derived from this table, or a test compares
 * it with this table.
 *
 * A metric is one number for each prompt, computed from the logits at the last position. Raw values are stored by metric id.
 */

export interface Metric {
  /** Name in headings, menus and exports. */
  readonly title: string;
  /** Short name where space is limited: axes, legends, table heads. */
  readonly label: string;
  /** Unit of the raw value, as written after a number. */
  readonly unit: string;
  /**
   * Which value says that the model prefers the correct answer. `higher`: a larger value is closer to the correct answer;
   * `lower`: a smaller one is.
   */
  readonly orientation: 'higher' | 'lower';
  /** Whether recovery is defined: (value - base) / (source - base). See effect.ts. */
  readonly hasRecovery: boolean;
}

export const METRICS = {
  /** logit(correct) - logit(incorrect). */
  logit_diff: {
    title: 'Logit difference',
    label: 'LD',
    unit: 'logits',
    orientation: 'higher',
    hasRecovery: true,
  },
} as const satisfies Readonly<Record<string, Metric>>;

/** Names a metric in stored rows, exports and the API. Ids never change their meaning. */
export type MetricId = keyof typeof METRICS;

/** Every metric, in the order of the table. */
export const METRIC_IDS = Object.keys(METRICS) as readonly MetricId[];

/** The metric of experiments that name none, and of rows that are older than the choice. */
export const DEFAULT_METRIC = 'logit_diff' satisfies MetricId;

/** The row of a metric, with the types of `Metric`. */
export function describeMetric(id: MetricId): Metric {
  return METRICS[id];
}

/** Whether a text names a metric. */
export function isMetricId(text: string): text is MetricId {
  return Object.hasOwn(METRICS, text);
}
