/** Withdrawal and deletion of findings. */
import { MAX_WITHDRAWAL_REASON } from '../../domain/limits';
import type { Actor } from '../accounts/policy';
import { announceFinding } from '../community/announce';
import { listFollowers } from '../community/followers';
import { storeNotice, wakeRecipients } from '../community/notify';
import type { Finding } from '../db';
import { AppError, badUserInput } from '../errors';
import { hasVisibleText, textProblem } from '../text';
import { listDependents } from './dependents';
import { checkStanding, findByIdOrSlug } from './find-finding';
import { findFindingToChange } from './find-open';
import type { Services } from './services';
import { storeFirstVersion } from './versions';

/**
 * Withdraws a finding, for good: lists, counts and searches leave it out, its address shows the reason, and its versions can still
 * be read.
 *
 * @param key id or slug.
 * @throws NOT_FOUND; FORBIDDEN for anybody but its author and administrators; BAD_USER_INPUT for a reason that is blank or too long;
 *   CONFLICT when it is withdrawn already.
 */
export async function withdrawFinding(
  { db, changes, filterCounts }: Pick<Services, 'db' | 'changes' | 'filterCounts'>,
  actor: Actor,
  key: string,
  reason: string,
): Promise<Omit<Finding, 'text'>> {
  const finding = await findFindingToChange(db, actor, key, 'withdrawFinding');
  const problem = findReasonProblem(reason);
  if (problem !== null) throw badUserInput([{ path: 'reason', message: problem }]);
  const { id, ownerId } = finding;
  const withdrawn = await db.$transaction(async (tx) => {
    const { count } = await tx.finding.updateMany({
      where: { id, withdrawnAt: null },
      data: { withdrawnAt: new Date(), withdrawnReason: reason.trim() },
    });
    if (count === 0) return null;
    await storeFirstVersion(tx, id);
    const about = { kind: 'WITHDRAWAL', findingId: id, actorId: actor.userId ?? ownerId } as const;
    const recipientIds = [ownerId, ...(await listFollowers(tx, id))];
    return {
      stored: await tx.finding.findUniqueOrThrow({ where: { id }, omit: { text: true } }),
      told: await storeNotice(tx, { ...about, recipientIds }),
    };
  });
  if (!withdrawn) {
    checkStanding(await findByIdOrSlug(db, key));
    throw new AppError('NOT_FOUND', `There is no finding '${key}'.`);
  }
  filterCounts.invalidate();
  wakeRecipients(changes, withdrawn.told);
  announceFinding(changes, id);
  return withdrawn.stored;
}

function findReasonProblem(reason: string): string | null {
  const problem = textProblem(reason);
  if (problem !== null) return `The reason ${problem}.`;
  if (!hasVisibleText(reason)) return 'The reason is empty; write why the finding is withdrawn.';
  if (reason.length <= MAX_WITHDRAWAL_REASON) return null;
  return `The reason is ${reason.length} characters long; use up to ${MAX_WITHDRAWAL_REASON}.`;
}

/**
 * Deletes a finding. Its runs are kept, and stay public until their owner changes that.
 *
 * @param key id or slug.
 * @returns the finding's id.
 * @throws NOT_FOUND; FORBIDDEN for another user's finding, unless the requester is an administrator; CONFLICT while something
 *   depends on it.
 */
export async function deleteFinding(
  { db, filterCounts }: Pick<Services, 'db' | 'filterCounts'>,
  actor: Actor,
  key: string,
): Promise<string> {
  const finding = await findFindingToChange(db, actor, key, 'deleteFinding');
  const dependents = await listDependents(db, finding);
  if (dependents.length > 0) {
    const message = `Others depend on this finding: ${dependents.join(', ')}. Withdraw it instead; its page then shows why.`;
    throw new AppError('CONFLICT', message, { details: { dependents } });
  }
  // Not `delete`: two concurrent deletions both succeed.
  await db.finding.deleteMany({ where: { id: finding.id } });
  filterCounts.invalidate();
  return finding.id;
}
