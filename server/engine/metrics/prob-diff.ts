/** Probability of the correct answer minus that of the incorrect one at the last position. See prob.ts. */
import { computeLogProbs } from './log-prob';
import type { MetricFactory } from './metric';

export const probDiff: MetricFactory =
  ({ answers }) =>
  async (last) => {
    const ofIncorrect = await computeLogProbs(last, answers, 'incorrect');
    return Float32Array.from(
      await computeLogProbs(last, answers, 'correct'),
      (value, prompt) => Math.exp(value) - Math.exp(ofIncorrect[prompt]!),
    );
  };
