/** Tells users what others did with what is theirs. */
import { randomBytes } from 'node:crypto';
import { MAX_NOTIFICATIONS } from '../../domain/limits';
import type { Database, Prisma } from '../db';
import { notificationsEvent, type Changes } from './announce';
import { keyOfSubject, type NotificationSubject } from './notification-kinds';

/** Of one statement. */
const RECIPIENTS_PER_WRITE = 200;

/** A transaction: what is told of and the notifications of it are stored together, or neither is. */
type Transaction = Pick<Database, 'user' | 'notification'>;

export type Notice = NotificationSubject & {
  /** Who did it; nobody is told of what they did themselves. */
  readonly actorId: string;
  readonly recipientIds: readonly string[];
};

/**
 * Stores a notification for each recipient; a recipient is told of the same thing once.
 *
 * @param tx the transaction of what it tells of: a process that ends between the two would leave people untold for ever.
 * @returns ids of those who are told, for `wakeRecipients` after the transaction.
 */
export async function storeNotice(tx: Transaction, notice: Notice): Promise<string[]> {
  const { kind, actorId, findingId } = notice;
  const key = keyOfSubject(notice);
  const row = {
    key,
    kind,
    actorId,
    findingId,
    commentId: 'commentId' in notice ? notice.commentId : null,
    evidenceId: 'evidenceId' in notice ? notice.evidenceId : null,
    collectionId: 'collectionId' in notice ? notice.collectionId : null,
  };
  const ids = notice.recipientIds.filter((id) => id !== actorId);
  const told: string[] = [];
  for (let at = 0; at < ids.length; at += RECIPIENTS_PER_WRITE)
    told.push(...(await storeFor(tx, row, ids.slice(at, at + RECIPIENTS_PER_WRITE))));
  await dropOldest(tx, told);
  return told;
}

/** Tells the readers of these users' notifications that there are new ones. */
export function wakeRecipients(changes: Changes, userIds: readonly string[]): void {
  for (const id of userIds) changes.emit(notificationsEvent(id));
}

/** Stores a notification for those of `ids` who are not told yet. @returns their ids. */
async function storeFor(
  tx: Transaction,
  row: Omit<Prisma.NotificationCreateManyInput, 'id' | 'userId'>,
  ids: readonly string[],
): Promise<string[]> {
  const recipients = await tx.user.findMany({
    where: { id: { in: [...ids] }, deletedAt: null, notifications: { none: { key: row.key } } },
    select: { id: true },
  });
  const data = recipients.map(({ id: userId }) => ({
    ...row,
    userId,
    id: randomBytes(9).toString('base64url'),
  }));
  await tx.notification.createMany({ data });
  return recipients.map(({ id }) => id);
}

/** Keeps the newest notifications of each of these users. */
async function dropOldest(db: Transaction, userIds: readonly string[]): Promise<void> {
  const full = await db.notification.groupBy({
    by: ['userId'],
    where: { userId: { in: [...userIds] } },
    having: { userId: { _count: { gt: MAX_NOTIFICATIONS } } },
  });
  for (const { userId } of full) await dropOldestOf(db, userId);
}

async function dropOldestOf(db: Transaction, userId: string): Promise<void> {
  const [last] = await db.notification.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: MAX_NOTIFICATIONS,
    take: 1,
    select: { createdAt: true },
  });
  if (last) await db.notification.deleteMany({ where: { userId, createdAt: { lte: last.createdAt } } });
}
