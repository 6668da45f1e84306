/** The baseline verdict in a sentence. */
import type { Preview_BaselineFragment } from '../generated/graphql';
import { formatLogits } from './format-logits';

/** Describes on how many pairs the model does the task, and the gap. Warnings explain why recovery may not be meaningful. */
export function describeBaseline(baseline: Preview_BaselineFragment): string {
  const { perPrompt, pairsWithRightSign, gapMean, gapStandardError, verdict } = baseline;
  const spread = gapStandardError === null ? '' : ` ± ${formatLogits(gapStandardError)} (standard error)`;
  const isSingle = perPrompt.length === 1;
  const gap = `${isSingle ? 'gap' : 'mean gap'} ${formatLogits(gapMean)}${spread} logits`;
  const count = isSingle ? 'this pair' : `${pairsWithRightSign} of ${perPrompt.length} pairs`;
  if (verdict === 'OK') return `The model does the task on ${count}; ${gap}.`;
  if (isSingle) return `Recovery is not meaningful on this pair: ${gap}.`;
  return `The gap has the right sign on ${count}; ${gap}.`;
}
