/** Runs that people attach to a finding as evidence for or against it, with a sentence, and the author's response. */
import { MAX_EVIDENCE_NOTE } from '../../domain/limits';
import { EVERYBODY, findReadableRun, readableBelow } from '../accounts/visibility';
import { announceFinding } from '../community/announce';
import { storeNotice, wakeRecipients } from '../community/notify';
import { Prisma, type Evidence, type Run } from '../db';
import { authorize, isAuthorized, type Actor } from '../accounts/policy';
import { createId } from '../create-id';
import { AppError, badUserInput } from '../errors';
import { hasVisibleText, textProblem } from '../text';
import { findReplicationIssues } from './check-replication';
import { findStandingFinding } from './find-open';
import type { Services } from './services';
import { checkRoom } from './replicate';
import { settleEvidence } from './settle-evidence';

/** A run to attach. */
export interface AttachInput {
  /** Id or slug. */
  readonly findingId: string;
  readonly runId: string;
  /** REPLICATES: an imported run of the same experiment. */
  readonly stance: 'SUPPORTS' | 'REFUTES' | 'REPLICATES';
  readonly note: string;
}

/**
 * Attaches a succeeded run to a finding and judges the finding's claims on it. A run of one's own becomes public; one of somebody
 * else's stays as it is.
 *
 * @param act the requester's id; a visitor becomes a guest when the run is attached.
 * @throws NOT_FOUND; BAD_USER_INPUT for a run that has not succeeded, the finding's own run, a note that is too long or blank, or
 *   a run that is no replication where it is attached as one;
 *   CONFLICT when the run is already attached, or the finding is withdrawn; QUOTA_EXCEEDED.
 */
export async function attachEvidence(
  services: Pick<Services, 'db' | 'changes'>,
  actor: Actor,
  act: () => Promise<string>,
  { findingId: key, runId, stance, note }: AttachInput,
): Promise<Evidence> {
  const { db, changes } = services;
  const finding = await findStandingFinding(db, actor, key);
  // Not as an administrator: what is private to others cannot be attached.
  const run = await findReadableRun(db, { userId: actor.userId, isAdministrator: false }, runId);
  const isReplication = stance === 'REPLICATES';
  const issues = noteIssues('note', note, !isReplication);
  const isFurther = (await db.findingRun.count({ where: { findingId: finding.id, runId } })) > 0;
  if (runId === finding.runId || isFurther) {
    const message = 'The finding rests on this run already; attach another run.';
    issues.push({ path: 'runId', message });
  } else if (run.status !== 'SUCCEEDED') {
    const message = `This run is ${run.status.toLowerCase()}; only a succeeded run can be attached.`;
    issues.push({ path: 'runId', message });
  } else if (isReplication) {
    issues.push(...(await findReplicationIssues(db, finding.runId, runId)));
  }
  if (issues.length > 0) throw badUserInput(issues);
  await checkRoom(db, finding.id);
  const creatorId = await act();
  const id = createId(creatorId);
  try {
    const { evidence, told } = await db.$transaction(async (tx) => {
      const known = await tx.evidence.findUnique({ where: { id } });
      if (known) return { evidence: known, told: [] };
      await checkRoom(tx, finding.id);
      if (run.ownerId === creatorId)
        await tx.run.updateMany({ where: { id: runId }, data: { visibility: 'PUBLIC' } });
      const created = await tx.evidence.create({
        data: {
          id,
          findingId: finding.id,
          runId,
          creatorId,
          stance: isReplication ? 'ELSEWHERE' : stance,
          note: hasVisibleText(note) ? note.trim() : null,
        },
      });
      // Its owner may have made it private meanwhile.
      await findReadableRun(tx, EVERYBODY, runId);
      // The author is told of a replication when it is compared.
      if (isReplication) return { evidence: created, told: [] };
      const notice = {
        kind: stance === 'SUPPORTS' ? 'EVIDENCE_FOR' : 'EVIDENCE_AGAINST',
        findingId: finding.id,
        evidenceId: id,
        actorId: creatorId,
        recipientIds: [finding.ownerId],
      } as const;
      return { evidence: created, told: await storeNotice(tx, notice) };
    });
    wakeRecipients(changes, told);
    await settleEvidence(services, evidence);
    announceFinding(changes, finding.id);
    return await db.evidence.findUniqueOrThrow({ where: { id: evidence.id } });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    throw new AppError('CONFLICT', 'This run is attached to the finding already.');
  }
}

/**
 * Writes, changes or removes (by a blank text) the response of a finding's author to an attached run.
 *
 * @throws NOT_FOUND; FORBIDDEN for anybody but the author; BAD_USER_INPUT
 */
export async function respondToEvidence(
  services: Pick<Services, 'db' | 'changes'>,
  actor: Actor,
  id: string,
  response: string,
): Promise<Evidence> {
  const { db, changes } = services;
  const evidence = await db.evidence.findFirst({
    where: { id, ...readableBelow(actor) },
    include: { finding: true },
  });
  if (!evidence) throw createNotFound(id);
  const { findingId, creatorId, finding } = evidence;
  authorize(actor, 'respondToEvidence', [finding.ownerId]);
  const issues = noteIssues('response', response, false);
  if (issues.length > 0) throw badUserInput(issues);
  const isBlank = !hasVisibleText(response);
  const { responded, told } = await db.$transaction(async (tx) => {
    const stored = await tx.evidence.update({
      where: { id },
      data: { response: isBlank ? null : response.trim(), respondedAt: isBlank ? null : new Date() },
    });
    const about = { kind: 'RESPONSE', findingId, evidenceId: id, actorId: finding.ownerId } as const;
    return {
      responded: stored,
      told: isBlank ? [] : await storeNotice(tx, { ...about, recipientIds: [creatorId] }),
    };
  });
  wakeRecipients(changes, told);
  announceFinding(changes, findingId);
  return responded;
}

/**
 * Detaches a run from a finding; the run is kept.
 *
 * @returns the id of the evidence.
 * @throws NOT_FOUND; FORBIDDEN for anybody but its creator, the owner of the run and administrators: an author cannot remove what
 *   refutes a finding.
 */
export async function removeEvidence(
  { db, changes }: Pick<Services, 'db' | 'changes'>,
  actor: Actor,
  id: string,
): Promise<string> {
  const evidence = await db.evidence.findFirst({
    where: { id, ...readableBelow(actor, (userId) => [{ creatorId: userId }, { run: { ownerId: userId } }]) },
    include: { run: { select: { ownerId: true } } },
  });
  if (!evidence) throw createNotFound(id);
  const { findingId, creatorId, run } = evidence;
  authorize(actor, 'removeEvidence', [creatorId, run.ownerId]);
  await db.$transaction([
    db.claimVerdict.deleteMany({
      where: { runId: evidence.runId, claim: { findingId } },
    }),
    db.evidence.deleteMany({ where: { id } }),
  ]);
  announceFinding(changes, findingId);
  return id;
}

/** Whether somebody may detach a run. */
export function canRemove(
  { creatorId }: Pick<Evidence, 'creatorId'>,
  { ownerId }: Pick<Run, 'ownerId'>,
  actor: Actor,
): boolean {
  return isAuthorized(actor, 'removeEvidence', [creatorId, ownerId]);
}

function createNotFound(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no evidence '${id}'.`);
}

function noteIssues(path: string, text: string, isRequired: boolean) {
  const name = path === 'note' ? 'The note' : 'The response';
  const problem = textProblem(text);
  if (problem !== null) return [{ path, message: `${name} ${problem}.` }];
  if (isRequired && !hasVisibleText(text)) {
    return [{ path, message: 'The note is empty; write in a sentence what this run shows.' }];
  }
  if (text.length <= MAX_EVIDENCE_NOTE) return [];
  const message = `${name} is ${text.length} characters long; use up to ${MAX_EVIDENCE_NOTE}.`;
  return [{ path, message }];
}
