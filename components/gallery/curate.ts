/** The findings that the front page begins with. */
import type { FindingCard_FindingFragment } from '../generated/graphql';

/** Cards that are marked as those to begin with. */
export const MAX_CURATED = 4;

interface Listed extends FindingCard_FindingFragment {
  readonly id: string;
}

/**
 * The findings of the notebook, then those that others have replicated most. A finding that nobody has replicated is not curated.
 *
 * @returns none where they would be the whole gallery: one list says the same.
 */
export function chooseCurated<Finding extends Listed>(
  notebook: readonly Finding[],
  replicated: readonly Finding[],
  total: number,
): Finding[] {
  if (total <= MAX_CURATED) return [];
  const proven = replicated.filter(
    ({ evidenceCounts }) => evidenceCounts.replicated + evidenceCounts.replicatedElsewhere > 0,
  );
  const all = new Map([...notebook, ...proven].map((finding) => [finding.id, finding]));
  return [...all.values()].slice(0, MAX_CURATED);
}
