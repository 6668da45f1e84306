/** Which heads a run's page shows first. A finding stores the attention of the same heads, so that it needs no model. */
import { DEFAULT_HEAD_RANKING, isHeadKind, type SweepKind } from './sites';

/** Heads that are shown until the reader asks for more or fewer. */
export const DEFAULT_HEAD_COUNT = 4;

export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** The kind that heads are ranked by unless the reader chooses another; null for a run without a sweep of heads. */
export function chooseHeadRanking(kinds: readonly SweepKind[]): SweepKind | null {
  return DEFAULT_HEAD_RANKING.find((kind) => kinds.includes(kind)) ?? kinds.find(isHeadKind) ?? null;
}

/**
 * Each head once, in the order of its first cell. A sweep by position has many cells for one head; cells without a head
 * are skipped.
 */
export function distinctHeads(
  cells: readonly { readonly layer: number; readonly head: number | null }[],
): Head[] {
  const heads = new Map<string, Head>();
  for (const { layer, head } of cells) {
    const key = `${layer} ${head}`;
    if (head !== null && !heads.has(key)) heads.set(key, { layer, head });
  }
  return [...heads.values()];
}
