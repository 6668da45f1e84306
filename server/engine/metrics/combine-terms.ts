/** Metrics of whole answers from those of their terms: see domain/whole-answers.ts. */
import type { MetricId } from '../../../domain/metrics';
import type { Term, TermPart } from '../../../domain/whole-answers';
import { readMetric, type ByMetric } from '../api';
import { mapMetrics } from './registry';

/** What a whole answer's metrics are computed from, in nats, float64. */
interface LogProbs {
  /** Log-probability of the correct answer; NaN where the terms were not computed. */
  readonly correct: number;
  /** log p(correct) - log p(incorrect). */
  readonly difference: number;
}

/** A missing metric does not compile. Null where a metric is not defined. */
const OF_WHOLE: Readonly<Record<MetricId, ((logProbs: LogProbs) => number) | null>> = {
  logit_diff: ({ difference }) => difference,
  log_prob: ({ correct }) => correct,
  prob: ({ correct }) => Math.exp(correct),
  prob_diff: ({ correct, difference }) => Math.exp(correct) - Math.exp(correct - difference),
  accuracy: ({ difference }) => (difference > 0 ? 1 : 0),
  rank: null,
  kl_from_source: null,
  kl_from_base: null,
};

/** How often the log-probability of a term counts in that of the correct answer, and in the difference. */
const WEIGHTS: Readonly<Record<TermPart, Readonly<Record<keyof LogProbs, number>>>> = {
  // Its difference is the logit difference of its two tokens.
  decision: { correct: 1, difference: 0 },
  shared: { correct: 1, difference: 0 },
  correct: { correct: 1, difference: 1 },
  incorrect: { correct: 0, difference: -1 },
};

/**
 * The metrics of whole answers. Sums are taken in float64.
 *
 * @param ids that are asked for.
 * @param pairs number of pairs.
 * @param values `logit_diff` of the terms, and `log_prob` where it was computed: [term, ...cells], row-major.
 * @returns [pair, ...cells] for each metric.
 * @throws Error for a metric that is not defined for whole answers.
 */
export function combineTerms(
  ids: readonly MetricId[],
  pairs: number,
  terms: readonly Term[],
  values: ByMetric<Float32Array>,
): ByMetric<Float32Array> {
  const logitDiffs = readMetric(values, 'logit_diff');
  const logProbs = values.log_prob;
  const cells = logitDiffs.length / terms.length;
  const sums = {
    correct: new Float64Array(pairs * cells),
    difference: new Float64Array(pairs * cells),
  };
  for (const [index, { pair, part }] of terms.entries()) {
    const weights = WEIGHTS[part];
    for (let cell = 0; cell < cells; cell++) {
      const [from, to] = [index * cells + cell, pair * cells + cell];
      if (part === 'decision') sums.difference[to]! += logitDiffs[from]!;
      const logProb = logProbs ? logProbs[from]! : NaN;
      if (weights.correct !== 0) sums.correct[to]! += weights.correct * logProb;
      if (weights.difference !== 0) sums.difference[to]! += weights.difference * logProb;
    }
  }
  return mapMetrics(ids, (id) => {
    const compute = OF_WHOLE[id];
    if (!compute) throw new Error(`${id} is not defined for answers of several tokens.`);
    return Float32Array.from(sums.correct, (correct, at) =>
      compute({ correct, difference: sums.difference[at]! }),
    );
  });
}
