/**
 * KL(reference || patched) at the last position, over the whole vocabulary, in nats, where the reference is an unpatched run.
 *
 * With p the reference's distribution, the divergence is
 * sum(p x (reference logit - patched logit)) - logsumexp(reference) + logsumexp(patched). The first half of the sum is the same
 * for all patched runs.
 */
import { dotProduct } from '../forward/float64-sums';
import type { LastRows } from './last-rows';
import type { Metric, MetricFactory } from './metric';

export const klFromSource: MetricFactory = ({ source }) => createDivergence(source);
export const klFromBase: MetricFactory = ({ base }) => createDivergence(base);

/** Prepares the divergence from one run. Keeps the run's distributions, in float32: [prompt, dVocab]. */
async function createDivergence(reference: LastRows): Promise<Metric> {
  const [logits, sums] = [await reference.logits(), await reference.logSumExps()];
  const distributions = logits.map((values, prompt) =>
    values.map((value) => Math.exp(value - sums[prompt]!)),
  );
  const constants = distributions.map(
    (probabilities, prompt) => dotProduct(probabilities, logits[prompt]!) - sums[prompt]!,
  );
  return async (last) => {
    const [patched, patchedSums] = [await last.logits(), await last.logSumExps()];
    return Float32Array.from(constants, (constant, prompt) => {
      const divergence =
        constant - dotProduct(distributions[prompt]!, patched[prompt]!) + patchedSums[prompt]!;
      // Rounding of equal distributions can leave a number just below 0.
      return Math.max(0, divergence);
    });
  };
}
