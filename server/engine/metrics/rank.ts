/**
 * Number of tokens with a strictly larger logit than the correct answer's score at the last position; 0 is the prediction.
 * Tokens of the answer itself do not count.
 */
import { listAnswerTokens } from '../../../domain/experiment';
import { countLarger } from '../forward/float64-sums';
import type { MetricFactory } from './metric';
import { computeScore } from './score';

export const rank: MetricFactory =
  ({ answers }) =>
  async (last) => {
    const logits = await last.logits();
    return Float32Array.from(answers, (ofPrompt, prompt) => {
      const ofAll = logits[prompt]!;
      const score = computeScore(ofPrompt, 'correct', ofAll);
      const own = listAnswerTokens(ofPrompt.correct).filter((token) => ofAll[token]! > score);
      return countLarger(ofAll, score) - own.length;
    });
  };
