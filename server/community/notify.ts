/** Tells users what others did with what is theirs. */
import { randomBytes } from 'node:crypto';
import { MAX_NOTIFICATIONS } from '../../domain/limits';
import type { Database } from '../db';
import { log } from '../log';
import { notificationsEvent, type Changes } from './announce';
import type { NotificationSubject } from './notification-kinds';

interface NotifyServices {
  readonly db: Database;
  readonly changes: Changes;
}

export type Notice = NotificationSubject & {
  /** Who did it; nobody is told of what they did themselves. */
  readonly actorId: string;
  readonly recipientIds: readonly string[];
};

/**
 * Stores a notification for each recipient; a recipient is told of the same thing once. It never fails: what it tells of is done
 * already, so a failure is written to the log.
 */
export async function notify(services: NotifyServices, notice: Notice): Promise<void> {
  try {
    await storeNotices(services, notice);
  } catch (error) {
    log.warn({ err: error, kind: notice.kind }, 'a notification could not be stored');
  }
}

async function storeNotices({ db, changes }: NotifyServices, notice: Notice): Promise<void> {
  const { kind, actorId, recipientIds, findingId } = notice;
  const commentId = 'commentId' in notice ? notice.commentId : null;
  const evidenceId = 'evidenceId' in notice ? notice.evidenceId : null;
  const recipients = await db.user.findMany({
    where: { id: { in: recipientIds.filter((id) => id !== actorId) }, deletedAt: null },
    select: { id: true },
  });
  const key = `${kind} ${commentId ?? evidenceId ?? findingId}`;
  for (const { id: userId } of recipients) {
    await db.notification.upsert({
      where: { userId_key: { userId, key } },
      create: {
        id: randomBytes(9).toString('base64url'),
        userId,
        key,
        kind,
        actorId,
        findingId,
        commentId,
        evidenceId,
      },
      update: {},
    });
    await dropOldest(db, userId);
    changes.emit(notificationsEvent(userId));
  }
}

/** Keeps the newest notifications of a user. */
async function dropOldest(db: Database, userId: string): Promise<void> {
  const [last] = await db.notification.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: MAX_NOTIFICATIONS,
    take: 1,
    select: { createdAt: true },
  });
  if (last) await db.notification.deleteMany({ where: { userId, createdAt: { lte: last.createdAt } } });
}
