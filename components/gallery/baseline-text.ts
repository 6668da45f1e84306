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

/** The same in two words, where a line has to hold more than that. */
export const SHORT_VERDICT: Readonly<Record<BaselineVerdict, string | null>> = {
  OK: null,
  WEAK: 'gap unclear',
  ABSENT: 'task not done',
};

/** E.g. `gap 4.12 ± 0.10`. */
export function formatGap({ gapMean, gapStandardError }: BaselineNumbers): string {
  const error = gapStandardError === null ? '' : ` ± ${formatNumber(gapStandardError, 2)}`;
  return `gap ${formatNumber(gapMean, 2)}${error}`;
}

/** Pairs whose gap is positive, of all: `8/8 pairs`, and the same as a sentence. One pair: `1 pair`, since its gap has a sign. */
export function describePairs({ pairs, pairsWithRightSign }: BaselineNumbers): {
  readonly short: string;
  readonly words: string;
} {
  return pairs === 1
    ? { short: '1 pair', words: 'One pair.' }
    : {
        short: `${pairsWithRightSign}/${pairs} pairs`,
        words: `The gap is positive for ${pairsWithRightSign} of ${pairs} pairs.`,
      };
}

/** E.g. `gap 4.12 ± 0.10, 8 of 8 pairs positive`. */
export function describeGap(baseline: BaselineNumbers): string {
  const { pairs, pairsWithRightSign } = baseline;
  const gap = formatGap(baseline);
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
