/** Completes attached runs that have ended: replications are compared with the original, and claims are judged. */
import { announceFinding } from '../community/announce';
import { storeNotice, wakeRecipients } from '../community/notify';
import type { Database, Evidence, Finding } from '../db';
import { log } from '../log';
import { followProgress } from '../runs/queue/progress';
import { judgeOnRun } from './claims';
import type { Services } from './services';
import { storeSurvival } from './survival';
import { compareRuns, ELSEWHERE_TOLERANCES } from './compare-replication';

export type SettleServices = Pick<Services, 'db' | 'changes' | 'stopping'>;
type CompleteServices = Pick<Services, 'db' | 'changes'>;

/** Attached runs that are being completed in this process, by id. */
const underWay = new Map<string, Promise<void>>();
/** Attached runs whose end is waited for in this process, by id: readers ask again and again. */
const awaited = new Set<string>();

/**
 * Judges the claims of a finding on an attached run, and compares a replication with its original, once the run has succeeded;
 * otherwise it does nothing. Concurrent calls share one computation.
 */
export function settleEvidence(services: CompleteServices, evidence: Evidence): Promise<void> {
  const known = underWay.get(evidence.id);
  if (known) return known;
  const settling = completeEvidence(services, evidence).finally(() => underWay.delete(evidence.id));
  underWay.set(evidence.id, settling);
  return settling;
}

/** Waits in the background until a run has ended, and completes it. A process that ends leaves it to the next reader. */
export function settleWhenDone(services: SettleServices, evidence: Evidence): void {
  const { id } = evidence;
  if (awaited.has(id)) return;
  awaited.add(id);
  const follow = async (): Promise<void> => {
    for await (const _progress of followProgress(services, evidence.runId)) continue;
    await settleEvidence(services, evidence);
  };
  follow()
    .catch((error: unknown) =>
      log.warn({ err: error, evidence: id }, 'an attached run could not be judged now'),
    )
    .finally(() => awaited.delete(id));
}

async function completeEvidence(services: CompleteServices, evidence: Evidence): Promise<void> {
  const { db, changes } = services;
  const { id, findingId, runId, stance } = evidence;
  const run = await db.run.findUnique({ where: { id: runId } });
  const finding = await db.finding.findUnique({ where: { id: findingId }, include: { run: true } });
  if (!finding || run?.status !== 'SUCCEEDED') return;
  const isReplication = stance === 'REPLICATION' || stance === 'ELSEWHERE';
  const tolerances = stance === 'ELSEWHERE' ? ELSEWHERE_TOLERANCES : 1;
  const compared = isReplication ? await compareRuns(db, finding.run, run, tolerances) : null;
  await judgeOnRun(db, findingId, runId);
  // Together: evidence that counts as judged is never looked at again, so nobody would be told later.
  const told = await db.$transaction(async (tx) => {
    const { count } = await tx.evidence.updateMany({
      where: { id },
      data: {
        isJudged: true,
        isSame: compared && compared.isSame,
        comparison: compared && JSON.stringify(compared.metrics),
      },
    });
    // It was removed meanwhile.
    if (count === 0) return [];
    if (stance === 'FRESH') await storeSurvival(tx, findingId);
    return tellAuthor(tx, finding, evidence);
  });
  wakeRecipients(changes, told);
  announceFinding(changes, findingId);
}

/** Tells the author of a finding of a replication that has ended, and of a run that refutes what the finding's own run does not. */
async function tellAuthor(
  tx: Pick<Database, 'user' | 'notification' | 'claim'>,
  { id: findingId, ownerId, runId: ownRunId }: Finding,
  { id: evidenceId, creatorId: actorId, runId, stance }: Evidence,
): Promise<string[]> {
  const about = { findingId, evidenceId, actorId, recipientIds: [ownerId] };
  const told: string[] = [];
  if (stance === 'REPLICATION' || stance === 'ELSEWHERE' || stance === 'FRESH')
    told.push(...(await storeNotice(tx, { ...about, kind: 'REPLICATION' })));
  // Whoever attached it as refuting has said so.
  if (stance === 'REFUTES') return told;
  const refuted = await tx.claim.count({
    where: {
      findingId,
      verdicts: { some: { runId, verdict: 'REFUTED' }, none: { runId: ownRunId, verdict: 'REFUTED' } },
    },
  });
  if (refuted > 0) told.push(...(await storeNotice(tx, { ...about, kind: 'CLAIM_REFUTED' })));
  return told;
}
