/** Short descriptions of a baseline, for cards and lists. */
import type { BaselineVerdict } from '../generated/graphql';
import { formatNumber } from '../plot/format-number';

interface BaselineNumbers {
  readonly pairs: number;
  readonly gapMean: number;
  readonly gapStandardError: number | null;
  readonly pairsWithRightSign: number;
}

/** Short reason why recovery is not shown; null where it is. */
export const VERDICT_TEXT: Readonly<Record<BaselineVerdict, string | null>> = {
  OK: null,
  WEAK: 'gap not clearly above 0',
  ABSENT: 'the model does not do the task',
};

/** E.g. `gap 4.12 ± 0.10, 8 of 8 pairs positive`. */
export function describeGap({
  pairs,
  gapMean,
  gapStandardError,
  pairsWithRightSign,
}: BaselineNumbers): string {
  const error = gapStandardError === null ? '' : ` ± ${formatNumber(gapStandardError, 2)}`;
  const gap = `gap ${formatNumber(gapMean, 2)}${error}`;
  return pairs === 1 ? `${gap}, 1 pair` : `${gap}, ${pairsWithRightSign} of ${pairs} pairs positive`;
}

/** The effect of a component: recovery if the verdict allows it, otherwise the change in logits. */
export function formatComponentEffect(
  { recovery, change }: { readonly recovery: number | null; readonly change: number },
  verdict: BaselineVerdict,
): string {
  const value = verdict === 'OK' && recovery !== null ? recovery : change;
  const text = formatNumber(value, 2);
  return text.startsWith('−') || Number(text) === 0 ? text : `+${text}`;
}
