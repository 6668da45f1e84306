/** What runs say of a finding, for its card. */
import type { FindingCard_FindingFragment } from '../generated/graphql';

/** E.g. `3 ✓ 1 ✗` as parts, `claims: 3 ✓ 1 ✗`, and the same in words; null without claims. */
export function describeClaimCounts({
  supported,
  refuted,
  undecided,
  invalid,
}: FindingCard_FindingFragment['claimCounts']): {
  readonly parts: readonly { readonly text: string; readonly word: string }[];
  readonly short: string;
  readonly words: string;
} | null {
  const parts = [
    { count: supported, sign: '✓', word: 'supported' },
    { count: refuted, sign: '✗', word: 'refuted' },
    { count: undecided, sign: '?', word: 'undecided' },
    { count: invalid, sign: '!', word: 'invalid' },
  ].filter(({ count }) => count > 0);
  if (parts.length === 0) return null;
  const texts = parts.map(({ count, sign, word }) => ({ text: `${count} ${sign}`, word }));
  return {
    parts: texts,
    short: `claims: ${texts.map(({ text }) => text).join(' ')}`,
    words: `Claims: ${parts.map(({ count, word }) => `${count} ${word}`).join(', ')}`,
  };
}

/** E.g. `replicated 2×` and `1 against`; a part for each count that is not 0. */
export function describeEvidenceCounts({
  replicated,
  notReplicated,
  replicatedElsewhere,
  notReplicatedElsewhere,
  survived,
  notSurvived,
  supporting,
  refuting,
}: FindingCard_FindingFragment['evidenceCounts']): string[] {
  return [
    ...(replicated > 0 ? [`replicated ${replicated}×`] : []),
    ...(notReplicated > 0 ? [`other numbers ${notReplicated}×`] : []),
    ...(replicatedElsewhere > 0 ? [`replicated elsewhere ${replicatedElsewhere}×`] : []),
    ...(notReplicatedElsewhere > 0 ? [`other numbers elsewhere ${notReplicatedElsewhere}×`] : []),
    ...(survived > 0 ? [`holds on fresh prompts ${survived}×`] : []),
    ...(notSurvived > 0 ? [`fails on fresh prompts ${notSurvived}×`] : []),
    ...(supporting > 0 ? [`${supporting} for`] : []),
    ...(refuting > 0 ? [`${refuting} against`] : []),
  ];
}

/** E.g. `★ 3` and `2 comments`; a part for each count that is not 0. */
export function describeTalk({
  starCount,
  commentCount,
}: Pick<FindingCard_FindingFragment, 'starCount' | 'commentCount'>): string[] {
  return [
    ...(starCount > 0 ? [`★ ${starCount}`] : []),
    ...(commentCount > 0 ? [`${commentCount} ${commentCount === 1 ? 'comment' : 'comments'}`] : []),
  ];
}
