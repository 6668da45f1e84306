/** What runs say of a finding, in one line of its card. */
import type { FindingCard_FindingFragment } from '../generated/graphql';

type Counts = Pick<FindingCard_FindingFragment, 'claimCounts' | 'evidenceCounts'>;

/** E.g. `claims: 3 ✓ 1 ✗` and `replicated 2×`; a part for each count that is not 0. */
export function describeCounts({ claimCounts, evidenceCounts }: Counts): string[] {
  const { supported, refuted, undecided, invalid } = claimCounts;
  const claims = [
    supported > 0 && `${supported} supported ✓`,
    refuted > 0 && `${refuted} refuted ✗`,
    undecided > 0 && `${undecided} undecided ?`,
    invalid > 0 && `${invalid} invalid !`,
  ].filter((part) => part !== false);
  const { replicated, notReplicated, supporting, refuting } = evidenceCounts;
  return [
    ...(claims.length === 0 ? [] : [`claims: ${claims.join(', ')}`]),
    ...(replicated > 0 ? [`replicated ${replicated}×`] : []),
    ...(notReplicated > 0 ? [`not replicated ${notReplicated}×`] : []),
    ...(supporting > 0 ? [`${supporting} for`] : []),
    ...(refuting > 0 ? [`${refuting} against`] : []),
  ];
}
