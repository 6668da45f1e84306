/**
 * Log-probability of the correct answer at the last position, in nats: its score minus the log-sum-exp of all logits. Of a set
 * with the rule LOGSUMEXP it is the log of the total probability, with MEAN the mean log-probability of its tokens.
 */
import type { LastRows } from './last-rows';
import type { Answers, MetricFactory } from './metric';
import { computeScore } from './score';

export const logProb: MetricFactory =
  ({ answers }) =>
  async (last) =>
    Float32Array.from(await computeLogProbs(last, answers, 'correct'));

/** Log-probability of one side of the answers of each prompt, in nats, float64. */
export async function computeLogProbs(
  last: LastRows,
  answers: readonly Answers[],
  side: 'correct' | 'incorrect',
): Promise<number[]> {
  const [logits, sums] = [await last.logits(), await last.logSumExps()];
  return answers.map((ofPrompt, prompt) => computeScore(ofPrompt, side, logits[prompt]!) - sums[prompt]!);
}
