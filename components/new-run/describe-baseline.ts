/** The baseline verdict in a sentence. */
import type { Preview_BaselineFragment } from '../generated/graphql';
import { formatLogits } from './format-logits';

/**
 * Describes on how many pairs the model does the task, and the gap; or that recovery is not meaningful, and what to check. The only place
 * of the form that says so: rows are marked.
 */
export function describeBaseline(baseline: Preview_BaselineFragment): string {
  const { perPrompt, pairsWithRightSign, gapMean, gapStandardError, verdict } = baseline;
  const spread = gapStandardError === null ? '' : ` ± ${formatLogits(gapStandardError)} (standard error)`;
  const isSingle = perPrompt.length === 1;
  const gap = `${isSingle ? 'gap' : 'mean gap'} ${formatLogits(gapMean)}${spread} logits`;
  const count = isSingle ? 'this pair' : `${pairsWithRightSign} of ${perPrompt.length} pairs`;
  if (verdict === 'OK') return `The model does the task on ${count}; ${gap}.`;
  const advice =
    gapMean < 0
      ? 'Check whether the answers or the prompts are swapped'
      : 'The run can be submitted; read its changes in logits';
  if (isSingle) return `Recovery is not meaningful on this pair: ${gap}. ${advice}.`;
  return `Recovery is not meaningful: the gap has the right sign on ${count}; ${gap}. ${advice}.`;
}
