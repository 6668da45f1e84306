/** Prompt pairs that a model cannot use, by reason: what a run leaves out when it is asked to, and keeps a record of. */

/** Why a pair cannot be used. OTHER_LENGTH depends on the other pairs of the run; all others on the pair and the model. */
export const UNUSABLE_REASONS = [
  'ANSWER_OF_SEVERAL_TOKENS',
  'EQUAL_ANSWERS',
  'UNEQUAL_LENGTHS',
  'EQUAL_PROMPTS',
  'TOO_LONG',
  'OTHER_LENGTH',
  'OTHER',
] as const;
export type UnusableReason = (typeof UNUSABLE_REASONS)[number];

export interface UnusableCount {
  readonly reason: UnusableReason;
  readonly count: number;
}

const TEXTS: Readonly<Record<UnusableReason, { readonly one: string; readonly many: string }>> = {
  ANSWER_OF_SEVERAL_TOKENS: {
    one: 'with an answer of several tokens',
    many: 'with answers of several tokens',
  },
  EQUAL_ANSWERS: { one: 'with equal answers', many: 'with equal answers' },
  UNEQUAL_LENGTHS: { one: 'with prompts of unequal lengths', many: 'with prompts of unequal lengths' },
  EQUAL_PROMPTS: { one: 'with equal prompts', many: 'with equal prompts' },
  TOO_LONG: { one: 'longer than the context', many: 'longer than the context' },
  OTHER_LENGTH: { one: 'of another number of tokens', many: 'of other numbers of tokens' },
  OTHER: { one: 'with another problem', many: 'with other problems' },
};

/** How many pairs there are of each reason that occurs, in the order of the reasons. */
export function countUnusable(pairs: readonly { readonly reason: UnusableReason }[]): UnusableCount[] {
  return UNUSABLE_REASONS.map((reason) => ({
    reason,
    count: pairs.filter((pair) => pair.reason === reason).length,
  })).filter(({ count }) => count > 0);
}

/** `9 with answers of several tokens, 3 with prompts of unequal lengths`. */
export function describeUnusable(counts: readonly UnusableCount[]): string {
  return counts
    .map(
      ({ reason, count }) => `${count.toLocaleString('en')} ${TEXTS[reason][count === 1 ? 'one' : 'many']}`,
    )
    .join(', ');
}

/** `12 of 100 pairs left out: 9 with answers of several tokens, 3 with prompts of unequal lengths`. */
export function describeLeftOutUnusable({
  given,
  counts,
}: {
  readonly given: number;
  readonly counts: readonly UnusableCount[];
}): string {
  const count = counts.reduce((sum, one) => sum + one.count, 0);
  return `${count.toLocaleString('en')} of ${given.toLocaleString('en')} pairs left out: ${describeUnusable(counts)}`;
}

/** The most frequent number of tokens; of equally frequent ones the smallest. @param lengths at least one. */
export function chooseLength(lengths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].toSorted(([a, x], [b, y]) => y - x || a - b)[0]![0];
}
