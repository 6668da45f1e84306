/** Tells users what others did with what is theirs. */
import { randomBytes } from 'node:crypto';
import { MAX_NOTIFICATIONS } from '../../domain/limits';
import { Prisma, type Database } from '../db';
import { log } from '../log';
import { notificationsEvent, type Changes } from './announce';
import { keyOfSubject, type NotificationSubject } from './notification-kinds';

/** Each write is short, so that other requests are not kept waiting. */
const RECIPIENTS_PER_WRITE = 200;
/** Writes of one notice to the same recipients, when others tell of it at the same time. */
const MAX_ATTEMPTS = 5;

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
  for (let at = 0; at < ids.length; at += RECIPIENTS_PER_WRITE) {
    const recipients = await storeFor(db, row, ids.slice(at, at + RECIPIENTS_PER_WRITE));
    await dropOldest(
      db,
      recipients.map(({ id }) => id),
    );
    for (const { id } of recipients) changes.emit(notificationsEvent(id));
  }
}

/**
 * Stores a notification for those of `ids` who are not told yet. @returns them.
 *
 * Two web servers may tell of the same thing at once: the second write fails as a whole and is repeated for those who are left.
 */
async function storeFor(
  db: Database,
  row: Omit<Prisma.NotificationCreateManyInput, 'id' | 'userId'>,
  ids: readonly string[],
): Promise<{ id: string }[]> {
  for (let attempt = 1; ; attempt++) {
    const recipients = await db.user.findMany({
      where: { id: { in: [...ids] }, deletedAt: null, notifications: { none: { key: row.key } } },
      select: { id: true },
    });
    try {
      await db.notification.createMany({
        data: recipients.map(({ id: userId }) => ({
          ...row,
          userId,
          id: randomBytes(9).toString('base64url'),
        })),
      });
      return recipients;
    } catch (error) {
      const isTold = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
      if (!isTold || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** Keeps the newest notifications of each of these users. */
async function dropOldest(db: Database, userIds: readonly string[]): Promise<void> {
  const full = await db.notification.groupBy({
    by: ['userId'],
    where: { userId: { in: [...userIds] } },
    having: { userId: { _count: { gt: MAX_NOTIFICATIONS } } },
  });
  for (const { userId } of full) await dropOldestNotifications(db, userId);
}

async function dropOldestNotifications(db: Database, userId: string): Promise<void> {
  const [last] = await db.notification.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: MAX_NOTIFICATIONS,
    take: 1,
    select: { createdAt: true },
  });
  if (last) await db.notification.deleteMany({ where: { userId, createdAt: { lte: last.createdAt } } });
}
