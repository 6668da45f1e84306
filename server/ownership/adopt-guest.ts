/** Moves what a guest has to the account that the guest signs in to. A test compares it with the relations of prisma/schema.prisma. */
import type { Database } from '../db';
import { renameAuthor } from './rename-author';
import { findGuest } from '../accounts/identity';

/**
 * Moves runs, findings, access tokens, joint patches, circuits, evidence and edits of findings of a guest to an account, and deletes the guest.
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
    await transaction.findingVersion.updateMany({
      where: { authorId: guestId },
      data: { authorId: userId },
    });
    await transaction.accessToken.updateMany({ where: { userId: guestId }, data: { userId } });
    const user = await transaction.user.findUniqueOrThrow({ where: { id: userId } });
    if (guest.servedAt && (!user.servedAt || user.servedAt < guest.servedAt)) {
      // The order of the queue depends on it.
      await transaction.user.update({ where: { id: userId }, data: { servedAt: guest.servedAt } });
    }
    await renameAuthor(transaction, userId, user.name);
    await transaction.user.delete({ where: { id: guestId } });
  });
}
