/** Score of the correct answer minus score of the incorrect one at the last position; of single tokens, the logit difference. */
import { DEFAULT_RULE, listAnswerTokens } from '../../../domain/experiment';
import type { LoadedModel } from '../forward/model';
import type { Answers, MetricFactory } from './metric';
import { applyRule } from './score';

export const logitDiff: MetricFactory = ({ model, answers }) => {
  const compute = createLogitDiff(model, answers);
  return ({ rows }) => compute(rows);
};

/** A linear function of the final norm's output, applied to the residual stream before the norm. */
export interface Direction {
  /** gain x direction: [dModel] */
  readonly weights: Float64Array;
  /** Sum of the weights. */
  readonly sum: number;
  /** The final norm's bias in that direction, in logits. */
  readonly constant: number;
}

/**
 * Makes a function from rows [prompt, dModel] to differences of the answers' scores [prompt], in logits.
 *
 * With w = gain x (W_U[correct] - W_U[incorrect]) the logit difference is sum(w (x - mean)) / scale plus a constant. So a row
 * costs one pass over itself, and no other logit is computed. The mean of a set is one direction too. The log-sum-exp of a set
 * takes a direction for each of its tokens. Sums are taken in float64.
 *
 * @param answers one for each prompt.
 */
export function createLogitDiff(
  model: LoadedModel,
  answers: readonly Answers[],
): (rows: Float32Array) => Float32Array {
  const { dModel: d, norm } = model.architecture;
  const scores = answers.map((ofPrompt) => prepareDifference(model, ofPrompt));
  return (rows) =>
    Float32Array.from(scores, (computeDifference, prompt) => {
      const at = prompt * d;
      let mean = 0;
      for (let i = 0; i < d; i++) mean += rows[at + i]!;
      mean /= d;
      let variance = 0;
      for (let i = 0; i < d; i++) variance += (rows[at + i]! - mean) ** 2;
      const scale = Math.sqrt(variance / d + norm.epsilon);
      return computeDifference(({ weights, sum, constant }) => {
        let product = 0;
        for (let i = 0; i < d; i++) product += weights[i]! * rows[at + i]!;
        return (product - mean * sum) / scale + constant;
      });
    });
}

/** Makes the difference of the scores of one prompt, as a function of what projects its row onto a direction. */
function prepareDifference(
  model: LoadedModel,
  { correct, incorrect, rule = DEFAULT_RULE }: Answers,
): (project: (direction: Direction) => number) => number {
  const difference = createDifference(model, { correct, incorrect, rule });
  if (difference) return (project) => project(difference);
  const [right, wrong] = [listAnswerTokens(correct), listAnswerTokens(incorrect)];
  const [ofRight, ofWrong] = [right, wrong].map((tokens) =>
    tokens.map((token) => createDirection(model, [{ token, factor: 1 }])),
  );
  return (project) => applyRule(ofRight!.map(project), rule) - applyRule(ofWrong!.map(project), rule);
}

/** The direction of the difference of the answers' scores of one prompt; null where it is not linear in the logits. */
export function createDifference(
  model: LoadedModel,
  { correct, incorrect, rule = DEFAULT_RULE }: Answers,
): Direction | null {
  const [right, wrong] = [listAnswerTokens(correct), listAnswerTokens(incorrect)];
  if (rule !== 'MEAN' && (right.length > 1 || wrong.length > 1)) return null;
  return createDirection(model, [
    ...right.map((token) => ({ token, factor: 1 / right.length })),
    ...wrong.map((token) => ({ token, factor: -1 / wrong.length })),
  ]);
}

/** The direction of a weighted sum of logits. */
function createDirection(
  { architecture: { dModel: d }, outer: { unembedding, finalGain, finalBias } }: LoadedModel,
  terms: readonly { readonly token: number; readonly factor: number }[],
): Direction {
  const weights = new Float64Array(d);
  let [sum, constant] = [0, 0];
  for (let i = 0; i < d; i++) {
    let entry = 0;
    for (const { token, factor } of terms) entry += factor * unembedding[token * d + i]!;
    weights[i] = finalGain[i]! * entry;
    sum += weights[i]!;
    constant += finalBias[i]! * entry;
  }
  return { weights, sum, constant };
}
