/** The answers of a pair as text: one token, or a set with its rule. */
import type { SetRule } from '../generated/graphql';

export interface PairAnswers {
  readonly correct: string;
  readonly incorrect: string;
  readonly correctSet: readonly string[] | null;
  readonly incorrectSet: readonly string[] | null;
  readonly rule: SetRule;
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
