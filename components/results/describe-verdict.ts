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
  const sign = `${pairsWithRightSign} of ${pairs} ${pairs === 1 ? 'pair has' : 'pairs have'} the right sign.`;
  return { title, reason: cannotNormalise ? `${cannotNormalise} ${sign}` : sign };
}
