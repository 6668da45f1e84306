/** logit(correct) - logit(incorrect) at the last position. */
import type { LoadedModel } from '../forward/model';
import type { Answers, MetricFactory } from './metric';

export const logitDiff: MetricFactory = ({ model, answers }) => {
  const compute = createLogitDiff(model, answers);
  return ({ rows }) => compute(rows);
};

/**
 * Makes a function from rows [prompt, dModel] to logit differences [prompt], in logits.
 *
 * With w = gain x (W_U[correct] - W_U[incorrect]) the logit difference is sum(w (x - mean)) / scale plus a constant. So a row
 * costs one pass over itself, and no other logit is computed. Sums are taken in float64.
 *
 * @param answers one for each prompt.
 */
export function createLogitDiff(
  { architecture, outer }: LoadedModel,
  answers: readonly Answers[],
): (rows: Float32Array) => Float32Array {
  const d = architecture.dModel;
  const directions = answers.map(({ correct, incorrect }) => {
    const { unembedding, finalGain, finalBias } = outer;
    const weights = new Float64Array(d);
    let [sum, constant] = [0, 0];
    for (let i = 0; i < d; i++) {
      const difference = unembedding[correct * d + i]! - unembedding[incorrect * d + i]!;
      weights[i] = finalGain[i]! * difference;
      sum += weights[i]!;
      constant += finalBias[i]! * difference;
    }
    return { weights, sum, constant };
  });
  return (rows) =>
    Float32Array.from(directions, ({ weights, sum, constant }, prompt) => {
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
