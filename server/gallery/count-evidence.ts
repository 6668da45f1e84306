/** Counts of attached runs, for cards and lists. */
import type { Evidence } from '../db';

export interface EvidenceCounts {
  readonly replicated: number;
  readonly notReplicated: number;
  readonly replicatedElsewhere: number;
  readonly notReplicatedElsewhere: number;
  readonly survived: number;
  readonly notSurvived: number;
  readonly supporting: number;
  readonly refuting: number;
}

/** Counts attached runs; replications that have not ended are in no count. */
export function countEvidence(evidence: readonly Pick<Evidence, 'stance' | 'isSame'>[]): EvidenceCounts {
  const count = (is: (one: Pick<Evidence, 'stance' | 'isSame'>) => boolean): number =>
    evidence.filter(is).length;
  return {
    replicated: count(({ stance, isSame }) => stance === 'REPLICATION' && isSame === true),
    notReplicated: count(({ stance, isSame }) => stance === 'REPLICATION' && isSame === false),
    replicatedElsewhere: count(({ stance, isSame }) => stance === 'ELSEWHERE' && isSame === true),
    notReplicatedElsewhere: count(({ stance, isSame }) => stance === 'ELSEWHERE' && isSame === false),
    survived: count(({ stance, isSame }) => stance === 'FRESH' && isSame === true),
    notSurvived: count(({ stance, isSame }) => stance === 'FRESH' && isSame === false),
    supporting: count(({ stance }) => stance === 'SUPPORTS'),
    refuting: count(({ stance }) => stance === 'REFUTES'),
  };
}
