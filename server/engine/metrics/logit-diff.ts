/** The metric: logit[correct] - logit[incorrect] at the last position, from the last residual stream. */
import type { LoadedModel } from '../forward/model';

/** Token ids that a prompt's metric compares. */
export interface Answers {
  readonly correct: number;
  readonly incorrect: number;
}

/** Logit differences of one row a prompt [prompt, dModel]: [prompt], in logits. */
export type Metric = (rows: Float32Array) => Float32Array;

/**
 * Makes the metric of a set of prompts.
 *
 * With w = gain x (W_U[correct] - W_U[incorrect]) the logit difference is sum(w (x - mean)) / scale plus a constant, so
 * that a row costs one pass over itself. Sums are taken in float64.
 *
 * @param answers one a prompt.
 */
export function createMetric({ architecture, outer }: LoadedModel, answers: readonly Answers[]): Metric {
  const d = architecture.dModel;
  const readers = answers.map(({ correct, incorrect }) => {
    const { unembedding, finalGain, finalBias } = outer;
    const weights = new Float64Array(d);
    let [sum, constant] = [0, 0];
    for (let i = 0; i < d; i++) {
      const between = unembedding[correct * d + i]! - unembedding[incorrect * d + i]!;
      weights[i] = finalGain[i]! * between;
      sum += weights[i]!;
      constant += finalBias[i]! * between;
    }
    return { weights, sum, constant };
  });
  return (rows) =>
    Float32Array.from(readers, ({ weights, sum, constant }, prompt) => {
      const at = prompt * d;
      let [mean, product] = [0, 0];
      for (let i = 0; i < d; i++) {
        mean += rows[at + i]!;
        product += weights[i]! * rows[at + i]!;
      }
      mean /= d;
      let variance = 0;
      for (let i = 0; i < d; i++) variance += (rows[at + i]! - mean) ** 2;
      return (product - mean * sum) / Math.sqrt(variance / d + architecture.norm.epsilon) + constant;
    });
}
