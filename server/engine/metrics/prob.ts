/** Softmax probability of the correct answer at the last position. */
import { computeLogProbs } from './log-prob';
import type { MetricFactory } from './metric';

export const prob: MetricFactory = ({ answers }) => {
  const tokens = answers.map(({ correct }) => correct);
  return async (last) => Float32Array.from(await computeLogProbs(last, tokens), Math.exp);
};
