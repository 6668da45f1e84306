/** Log of the softmax probability of the correct answer at the last position, in nats. */
import type { LastRows } from './last-rows';
import type { Answers, MetricFactory } from './metric';

export const logProb: MetricFactory =
  ({ answers }) =>
  async (last) =>
    Float32Array.from(
      await computeLogProbs(
        last,
        answers.map(({ correct }) => correct),
      ),
    );

/** Log-probability of one token for each prompt, in nats, float64. @param tokens one for each prompt. */
export async function computeLogProbs(
  last: LastRows,
  tokens: readonly Answers['correct'][],
): Promise<number[]> {
  const [logits, sums] = [await last.logits(), await last.logSumExps()];
  return tokens.map((token, prompt) => logits[prompt]![token]! - sums[prompt]!);
}
