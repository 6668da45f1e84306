/**
 * The metrics of a patched run: one row for each. Every other list of metrics is derived from this table, or a test compares
 * it with this table.
 *
 * A metric is one number for each prompt, computed from the logits at the last position; of answers of several tokens that are
 * read as a whole, from the log-probabilities of both answers (whole-answers.ts). Raw values are stored by metric id.
 *
 * Sources of what is said of each metric: Heimersheim and Nanda 2024, How to use and interpret activation patching
 * (arXiv 2404.15255); Zhang and Nanda 2023, Towards best practices of activation patching (arXiv 2309.16042).
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
   * `lower`: a smaller one is; `neither`: the metric does not depend on the answers.
   */
  readonly orientation: 'higher' | 'lower' | 'neither';
  /** Whether recovery is defined: (value - base) / (source - base). See effect.ts. */
  readonly hasRecovery: boolean;
  /** Smallest |source - base|, in the unit, that recovery is divided by. Infinity where recovery is not defined. */
  readonly minGap: number;
  /** What rounding may change a value by, in the unit, where |value| and |gap| are at most 1; in proportion to them above. */
  readonly rounding: number;
  /** Whether it depends on the logits of all tokens, and so costs an unembedding for each patched run. */
  readonly needsAllLogits: boolean;
  /**
   * What it is of answers of several tokens that are read as a whole (whole-answers.ts): computed from the log-probability of an
   * answer, from the difference of two, or undefined.
   */
  readonly wholeAnswers: 'log-probability' | 'difference' | 'undefined';
  /** What best practice says of it, with its source. */
  readonly practice: string;
}

/**
 * The smallest gaps, and what rounding may change, follow from one number: engines agree on a logit to about 1e-5, and recovery must not be uncertain by more
 * than 0.001.
 *
 * - logit_diff and log_prob are off by up to 1e-5: a gap of 0.01.
 * - A probability p is off by p (1 - p) 1e-5, at most a quarter of 1e-5: a gap of 0.0025. A difference of two: twice that.
 * - ranks and accuracies are whole numbers of each prompt: rounding changes them only where two logits are equal to 1e-5.
 * - accuracy is a multiple of 1 / prompts, and prompts are at most 64: any gap other than 0 is above 0.01.
 * - KL is off by 1e-5 times the distance sum |p - q|, which is at most sqrt(2 KL): a gap of 0.0002. It is 0.001 here, because a
 *   patched run can be further from the reference than the other unpatched run is.
 */
export const METRICS = {
  /** logit(correct) - logit(incorrect); of whole answers log p(correct) - log p(incorrect), which of single tokens is the same. */
  logit_diff: {
    title: 'Logit difference',
    label: 'LD',
    unit: 'logits',
    orientation: 'higher',
    hasRecovery: true,
    minGap: 0.01,
    rounding: 1e-5,
    needsAllLogits: false,
    wholeAnswers: 'difference',
    practice:
      'Recommended for exploration. Apart from the final LayerNorm it is linear in the residual stream, so a component that lowers it has a negative effect. A component that raises both answers equally has none. ' +
      'Of answers of several tokens that are read as a whole it is the difference of their log-probabilities; of single tokens the two are equal. ' +
      'It does not show whether a third token is preferred (Heimersheim and Nanda 2024, arXiv 2404.15255; Zhang and Nanda 2023, arXiv 2309.16042).',
  },
  /** Log of the softmax probability of the correct answer, over the whole vocabulary. */
  log_prob: {
    title: 'Log-probability of the correct answer',
    label: 'log p',
    unit: 'nats',
    orientation: 'higher',
    hasRecovery: true,
    minGap: 0.01,
    rounding: 1e-5,
    needsAllLogits: true,
    wholeAnswers: 'log-probability',
    practice:
      'It depends on all tokens, so it needs no incorrect answer. It saturates near 0 when the model is sure of the answer, and it rises when a patch suppresses any other likely token (Heimersheim and Nanda 2024, arXiv 2404.15255).',
  },
  /** Softmax probability of the correct answer, over the whole vocabulary. */
  prob: {
    title: 'Probability of the correct answer',
    label: 'p',
    unit: 'probability',
    orientation: 'higher',
    hasRecovery: true,
    minGap: 0.0025,
    rounding: 2.5e-6,
    needsAllLogits: true,
    wholeAnswers: 'log-probability',
    practice:
      'It hides negative components: where the probability of the corrupted run is near 0 already, a component that lowers it further does not show. It is not linear in the logits (Zhang and Nanda 2023, arXiv 2309.16042).',
  },
  /** p(correct) - p(incorrect). */
  prob_diff: {
    title: 'Probability difference',
    label: 'p diff',
    unit: 'probability',
    orientation: 'higher',
    hasRecovery: true,
    minGap: 0.005,
    rounding: 5e-6,
    needsAllLogits: true,
    wholeAnswers: 'log-probability',
    practice:
      'It shows components that favour the incorrect answer better than the probability alone, but like the probability it is not linear in the logits and saturates (Zhang and Nanda 2023, arXiv 2309.16042).',
  },
  /** Number of tokens whose logit is larger than that of the correct answer. */
  rank: {
    title: 'Rank of the correct answer',
    label: 'rank',
    unit: 'rank',
    orientation: 'lower',
    hasRecovery: false,
    minGap: Infinity,
    rounding: 0,
    needsAllLogits: true,
    wholeAnswers: 'undefined',
    practice:
      'Discrete: it changes only where the answer passes another token, and one step means much at rank 0 and nothing at rank 1,000. Means over prompts are dominated by the worst prompt, and recovery is not defined. ' +
      'Read it beside a continuous metric (Heimersheim and Nanda 2024, arXiv 2404.15255).',
  },
  /** 1 where the logit of the correct answer is larger than that of the incorrect one, else 0. */
  accuracy: {
    title: 'Accuracy',
    label: 'acc',
    unit: 'accuracy',
    orientation: 'higher',
    hasRecovery: true,
    minGap: 0.01,
    rounding: 0,
    needsAllLogits: false,
    wholeAnswers: 'difference',
    practice:
      'Discrete: a component that moves the logits without changing which answer is larger has no effect, so exploration misses it. Use it to confirm a circuit, not to find one (Heimersheim and Nanda 2024, arXiv 2404.15255).',
  },
  /** KL(source || patched) over the whole vocabulary. */
  kl_from_source: {
    title: 'KL divergence from the source run',
    label: 'KL source',
    unit: 'nats',
    orientation: 'neither',
    hasRecovery: true,
    minGap: 0.001,
    rounding: 2e-5,
    needsAllLogits: true,
    wholeAnswers: 'undefined',
    practice:
      'It follows the whole output distribution and not the answers alone, so it also shows effects on other tokens, which may not belong to the task (Zhang and Nanda 2023, arXiv 2309.16042).',
  },
  /** KL(base || patched) over the whole vocabulary. */
  kl_from_base: {
    title: 'KL divergence from the base run',
    label: 'KL base',
    unit: 'nats',
    orientation: 'neither',
    hasRecovery: true,
    minGap: 0.001,
    rounding: 2e-5,
    needsAllLogits: true,
    wholeAnswers: 'undefined',
    practice:
      'It says how much a patch changes the output in any direction, which is not yet a step towards the source run: read it beside the logit difference. It follows the whole output distribution and not the answers alone (Zhang and Nanda 2023, arXiv 2309.16042).',
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

/** The title of a metric within a sentence: `rank of the correct answer`, `KL divergence from the base run`. */
export function titleInSentence(id: MetricId): string {
  const { title } = METRICS[id];
  return title.startsWith('KL') ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

/** Whether one of some metrics needs the logits of all tokens. */
export function needAllLogits(ids: readonly MetricId[]): boolean {
  return ids.some((id) => describeMetric(id).needsAllLogits);
}

/** Whether a text names a metric. */
export function isMetricId(text: string): text is MetricId {
  return Object.hasOwn(METRICS, text);
}
