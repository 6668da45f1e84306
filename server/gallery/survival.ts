/** Whether the claims of a finding survive fresh prompts: stored with each such run, so that lists can count it. */
import type { Database } from '../db';

/**
 * Compares what the runs on fresh prompts say of a finding's claims with what its own run says, and stores the result: whether a
 * run supports every claim that the own run supports; null when there is no such claim.
 *
 * @param db a transaction, when the claims change in it.
 */
export async function storeSurvival(
  db: Pick<Database, 'finding' | 'claim' | 'evidence'>,
  findingId: string,
): Promise<void> {
  const fresh = await db.evidence.findMany({
    where: { findingId, stance: 'FRESH', isJudged: true },
    select: { id: true, runId: true, isSame: true },
  });
  if (fresh.length === 0) return;
  const { runId: ownRunId } = await db.finding.findUniqueOrThrow({
    where: { id: findingId },
    select: { runId: true },
  });
  const claims = await db.claim.findMany({
    where: { findingId, verdicts: { some: { runId: ownRunId, verdict: 'SUPPORTED' } } },
    select: { verdicts: { where: { verdict: 'SUPPORTED' }, select: { runId: true } } },
  });
  for (const { id, runId, isSame } of fresh) {
    const survives =
      claims.length === 0
        ? null
        : claims.every(({ verdicts }) => verdicts.some((verdict) => verdict.runId === runId));
    if (survives !== isSame) await db.evidence.updateMany({ where: { id }, data: { isSame: survives } });
  }
}
