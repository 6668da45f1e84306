/**
 * 1 where the logit of the correct answer is larger than that of the incorrect one at the last position, else 0; equal logits
 * are 0. No other logit is computed.
 */
import { createLogitDiff } from './logit-diff';
import type { MetricFactory } from './metric';

export const accuracy: MetricFactory = ({ model, answers }) => {
  const compute = createLogitDiff(model, answers);
  return ({ rows }) => compute(rows).map((difference) => (difference > 0 ? 1 : 0));
};
