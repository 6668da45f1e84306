/** logit(correct) - logit(incorrect) at the last position. */
import type { LoadedModel } from '../forward/model';
import type { Answers, MetricFactory } from './metric';

export const logitDiff: MetricFactory = ({ model, answers }) => {
  const compute = createLogitDiff(model, answers);
  return ({ rows }) => compute(rows);
};

/** The direction in the residual stream that a logit difference is read from. */
export interface LogitDirection {
  /** gain x (W_U[correct] - W_U[incorrect]): [dModel] */
  readonly weights: Float64Array;
  /** Their sum. */
  readonly sum: number;
  /** The final LayerNorm's bias in that direction, in logits. */
  readonly constant: number;
}

/** Directions of the logit differences of a batch. @param answers one for each prompt. */
export function createLogitDirections(
  { architecture: { dModel: d }, outer: { unembedding, finalGain, finalBias } }: LoadedModel,
  answers: readonly Answers[],
): LogitDirection[] {
  return answers.map(({ correct, incorrect }) => {
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
}

/**
 * Makes a function from rows [prompt, dModel] to logit differences [prompt], in logits.
 *
 * With w = gain x (W_U[correct] - W_U[incorrect]) the logit difference is sum(w (x - mean)) / scale plus a constant. So a row
 * costs one pass over itself, and no other logit is computed. Sums are taken in float64.
 *
 * @param answers one for each prompt.
 */
export function createLogitDiff(
  model: LoadedModel,
  answers: readonly Answers[],
): (rows: Float32Array) => Float32Array {
  const { dModel: d, norm } = model.architecture;
  const directions = createLogitDirections(model, answers);
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
      return (product - mean * sum) / Math.sqrt(variance / d + norm.epsilon) + constant;
    });
}
