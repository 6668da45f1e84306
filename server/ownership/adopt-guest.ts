/** Moves what a guest has to the account that the guest signs in to. A test compares it with the relations of prisma/schema.prisma. */
import type { Database, Prisma } from '../db';
import { renameAuthor } from './rename-author';
import { findGuest } from '../accounts/identity';

/**
 * Moves runs, findings and edits of findings, access tokens, joint patches, circuits, evidence, collections, prompt sets, comments,
 * reactions, stars, notifications, reports and entries of the audit log of a guest to an account, and deletes the guest.
 *
 * @param guestId from the guest's cookie; nothing happens for the id of somebody who is not a guest.
 */
export async function adoptGuest(db: Database, guestId: string, userId: string): Promise<void> {
  if (guestId === userId) return;
  await db.$transaction(async (transaction) => {
    const guest = await findGuest(transaction, guestId);
    if (!guest) return;
    const owned = { where: { ownerId: guestId }, data: { ownerId: userId } };
    const created = { where: { creatorId: guestId }, data: { creatorId: userId } };
    await transaction.run.updateMany(owned);
    await transaction.finding.updateMany(owned);
    await transaction.jointPatch.updateMany(created);
    await transaction.circuit.updateMany(created);
    await transaction.evidence.updateMany(created);
    await transaction.collection.updateMany(owned);
    const shared = await transaction.collectionEditor.findMany({ where: { userId: guestId } });
    for (const { collectionId } of shared) {
      // The account may be an editor already.
      const key = { collectionId_userId: { collectionId, userId } };
      await transaction.collectionEditor.upsert({ where: key, create: { collectionId, userId }, update: {} });
    }
    await transaction.promptSet.updateMany(owned);
    await transaction.findingVersion.updateMany({
      where: { authorId: guestId },
      data: { authorId: userId },
    });
    await transaction.accessToken.updateMany({ where: { userId: guestId }, data: { userId } });
    await moveCommunity(transaction, guestId, userId);
    const user = await transaction.user.findUniqueOrThrow({ where: { id: userId } });
    if (guest.servedAt && (!user.servedAt || user.servedAt < guest.servedAt)) {
      // The order of the queue depends on it.
      await transaction.user.update({ where: { id: userId }, data: { servedAt: guest.servedAt } });
    }
    await renameAuthor(transaction, userId, user.name);
    await transaction.user.delete({ where: { id: guestId } });
  });
}

/** What both have, such as a star on the same finding, stays with the guest and is deleted with it. */
async function moveCommunity(
  transaction: Prisma.TransactionClient,
  guestId: string,
  userId: string,
): Promise<void> {
  await transaction.comment.updateMany({ where: { authorId: guestId }, data: { authorId: userId } });
  await transaction.report.updateMany({ where: { reporterId: guestId }, data: { reporterId: userId } });
  await transaction.auditEntry.updateMany({ where: { actorId: guestId }, data: { actorId: userId } });
  await transaction.$executeRaw`
    UPDATE "Reaction" SET "userId" = ${userId} WHERE "userId" = ${guestId} AND NOT EXISTS (
      SELECT 1 FROM "Reaction" own WHERE own."userId" = ${userId}
        AND own."commentId" = "Reaction"."commentId" AND own."kind" = "Reaction"."kind")`;
  await transaction.$executeRaw`
    UPDATE "Star" SET "userId" = ${userId} WHERE "userId" = ${guestId} AND NOT EXISTS (
      SELECT 1 FROM "Star" own WHERE own."userId" = ${userId} AND own."findingId" = "Star"."findingId")`;
  await transaction.$executeRaw`
    UPDATE "Notification" SET "userId" = ${userId} WHERE "userId" = ${guestId} AND NOT EXISTS (
      SELECT 1 FROM "Notification" own WHERE own."userId" = ${userId} AND own."key" = "Notification"."key")`;
  await transaction.notification.updateMany({ where: { actorId: guestId }, data: { actorId: userId } });
  // What the guest did with the account's findings has become an act of one's own.
  await transaction.notification.deleteMany({ where: { userId, actorId: userId } });
}
