/** The answers of a pair as text: one token, or a set with its rule. */
import type { SetRule } from '../generated/graphql';

export interface PairAnswers {
  readonly correct: string;
  readonly incorrect: string;
  readonly correctSet: readonly string[] | null;
  readonly incorrectSet: readonly string[] | null;
  readonly rule: SetRule;
  /** The tokens of both answers, when they are read as a whole. */
  readonly whole?: {
    readonly correct: readonly unknown[];
    readonly incorrect: readonly unknown[];
  } | null;
}

/** The tokens of one side. */
export function listTokens(pair: PairAnswers, side: 'correct' | 'incorrect'): readonly string[] {
  return pair[`${side}Set`] ?? [pair[side]];
}

/** What the score of a set is, in words; null for a pair without a set. */
export function describeRule({ correctSet, incorrectSet, rule }: PairAnswers): string | null {
  if (correctSet === null && incorrectSet === null) return null;
  return rule === 'MEAN' ? 'mean of the logits of a set' : 'log-sum-exp of the logits of a set';
}

/** Which answers of a pair have several tokens that are read as a whole; null for other pairs. */
export function describeWhole(pair: PairAnswers): string | null {
  const { whole } = pair;
  if (!whole) return null;
  const counts = (['correct', 'incorrect'] as const)
    .filter((side) => whole[side].length > 1)
    .map((side) => `‘${pair[side]}’ is ${whole[side].length} tokens`);
  return `answers read as a whole: ${counts.join(', ')}`;
}
