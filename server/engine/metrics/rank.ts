/** Number of tokens with a strictly larger logit than the correct answer at the last position; 0 is the prediction. */
import { countLarger } from './log-sum-exp';
import type { MetricFactory } from './metric';

export const rank: MetricFactory =
  ({ answers }) =>
  async (last) => {
    const logits = await last.logits();
    return Float32Array.from(answers, ({ correct }, prompt) =>
      countLarger(logits[prompt]!, logits[prompt]![correct]!),
    );
  };
