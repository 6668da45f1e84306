/** What the verdict about a baseline means for recovery. */
import type { Baseline_BaselineFragment } from '../generated/graphql';

/** Whether recovery and other shares of the gap say something of a run. */
export function isRecoveryMeaningful({
  verdict,
  gapTooSmall,
}: Pick<Baseline_BaselineFragment, 'verdict' | 'gapTooSmall'>): boolean {
  return verdict === 'OK' && !gapTooSmall;
}

/** A heading and the numbers; null where recovery is meaningful. */
export function describeVerdict(
  baseline: Omit<Baseline_BaselineFragment, 'perPrompt'>,
): { readonly title: string; readonly reason: string } | null {
  if (isRecoveryMeaningful(baseline)) return null;
  const { verdict, gapTooSmall, cannotNormalise, pairs, pairsWithRightSign } = baseline;
  const title = gapTooSmall
    ? 'The gap is too small to normalise by'
    : verdict === 'ABSENT'
      ? 'Recovery is not meaningful: the model does not do this task'
      : 'Recovery is not meaningful: the baseline is weak';
  const sign = `${describeSigns({ pairs, pairsWithRightSign })}.`;
  return { title, reason: cannotNormalise ? `${cannotNormalise} ${sign}` : sign };
}

/** On how many pairs the gap has the right sign; of one pair, which of its logit differences is larger. */
export function describeSigns({
  pairs,
  pairsWithRightSign,
}: Pick<Baseline_BaselineFragment, 'pairs' | 'pairsWithRightSign'>): string {
  if (pairs > 1) return `${pairsWithRightSign} of ${pairs.toLocaleString('en')} pairs have the right sign`;
  return pairsWithRightSign === 1
    ? 'The logit difference is larger on the clean prompt'
    : 'The logit difference is not larger on the clean prompt';
}
