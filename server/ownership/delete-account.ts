/** Deletes a user: what is private goes, what is published stays by "deleted user". */
import type { EventEmitter } from 'node:events';
import { DELETED_NAME } from '../../domain/user-name';
import type { Database } from '../db';
import { AppError, badUserInput } from '../errors';
import type { FilterCounts } from '../gallery/filters';
import { renameAuthor } from './rename-author';
import type { Authentication } from '../accounts/authentication';

interface DeletionServices {
  readonly db: Database;
  readonly authentication: Pick<Authentication, 'checkPassword'>;
  readonly changes: EventEmitter;
  readonly queue: EventEmitter;
  readonly filterCounts: FilterCounts;
}

/**
 * Deletes a user with account, sessions, tokens, prompt sets, unpublished runs, reactions, stars, notifications and reports. Runs in
 * progress are stopped. Published findings, runs that are attached to findings, comments and public collections stay, and so does
 * what others made of those.
 *
 * @param password of the account; null for guests and accounts without one.
 * @returns the user's id.
 * @throws UNAUTHENTICATED for a visitor without an identity; BAD_USER_INPUT for a wrong password.
 */
export async function deleteAccount(
  services: DeletionServices,
  userId: string | null,
  password: string | null,
): Promise<string> {
  if (userId === null) {
    throw new AppError(
      'UNAUTHENTICATED',
      'You have no identity on this site, so there is nothing to delete.',
    );
  }
  const { db, changes, queue, filterCounts } = services;
  if ((await services.authentication.checkPassword(userId, password ?? '')) === false) {
    throw badUserInput([{ path: 'password', message: 'The password is not that of this account.' }]);
  }
  const unpublished = {
    ownerId: userId,
    finding: null,
    furtherOf: { none: {} },
    evidence: { none: {} },
  };
  const gone = await db.$transaction(async (transaction) => {
    const runs = await transaction.run.findMany({ where: unpublished, select: { id: true } });
    await transaction.run.deleteMany({ where: unpublished });
    const elsewhere = { creatorId: userId, run: { ownerId: { not: userId } } };
    await transaction.jointPatch.deleteMany({ where: elsewhere });
    await transaction.circuit.deleteMany({ where: elsewhere });
    await transaction.accessToken.deleteMany({ where: { userId } });
    await transaction.collection.deleteMany({ where: { ownerId: userId, visibility: { not: 'PUBLIC' } } });
    await transaction.collectionEditor.deleteMany({ where: { userId } });
    // Runs that used them keep their pairs.
    await transaction.promptSet.deleteMany({ where: { ownerId: userId } });
    await transaction.reaction.deleteMany({ where: { userId } });
    await transaction.star.deleteMany({ where: { userId } });
    await transaction.notification.deleteMany({ where: { userId } });
    await transaction.report.deleteMany({ where: { reporterId: userId } });
    // With sessions, credentials and passkeys.
    await transaction.userAccount.deleteMany({ where: { id: userId } });
    const published = [
      await transaction.run.count({ where: { ownerId: userId } }),
      await transaction.evidence.count({ where: { creatorId: userId } }),
      await transaction.collection.count({ where: { ownerId: userId } }),
      await transaction.comment.count({ where: { authorId: userId } }),
      await transaction.auditEntry.count({ where: { actorId: userId } }),
      await transaction.findingVersion.count({ where: { authorId: userId } }),
    ];
    if (published.every((count) => count === 0)) {
      await transaction.user.delete({ where: { id: userId } });
    } else {
      const data = { name: DELETED_NAME, deletedAt: new Date() };
      await transaction.user.update({ where: { id: userId }, data });
      await renameAuthor(transaction, userId, DELETED_NAME);
    }
    return runs;
  });
  filterCounts.invalidate();
  for (const { id } of gone) {
    queue.emit('cancel', id);
    changes.emit(id);
  }
  return userId;
}
