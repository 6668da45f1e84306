/** Probability of the correct answer at the last position: exp of its log-probability. See log-prob.ts. */
import { computeLogProbs } from './log-prob';
import type { MetricFactory } from './metric';

export const prob: MetricFactory =
  ({ answers }) =>
  async (last) =>
    Float32Array.from(await computeLogProbs(last, answers, 'correct'), Math.exp);
