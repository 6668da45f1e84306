/** Counts of attached runs, for cards and lists. */
import type { Evidence } from '../db';

export interface EvidenceCounts {
  readonly replicated: number;
  readonly notReplicated: number;
  readonly supporting: number;
  readonly refuting: number;
}

/** Counts attached runs; replications that have not ended are in no count. */
export function countEvidence(evidence: readonly Pick<Evidence, 'stance' | 'isSame'>[]): EvidenceCounts {
  const count = (is: (one: Pick<Evidence, 'stance' | 'isSame'>) => boolean): number =>
    evidence.filter(is).length;
  return {
    replicated: count(({ isSame }) => isSame === true),
    notReplicated: count(({ isSame }) => isSame === false),
    supporting: count(({ stance }) => stance === 'SUPPORTS'),
    refuting: count(({ stance }) => stance === 'REFUTES'),
  };
}
