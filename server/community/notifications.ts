/** What a user is told: lists, the number of unread ones, and their texts. */
import type { Actor } from '../accounts/policy';
import { readableFindings } from '../accounts/visibility';
import type { Database, Notification, Prisma } from '../db';
import { wordColumn } from '../db/codec';
import { AppError } from '../errors';
import { afterCursor, checkFirst, toPage, type Page } from '../paging';
import type { CommunityServices } from './services';
import { notificationsEvent } from './announce';
import { followState } from './follow-state';
import { NOTIFICATION_KINDS, type NotificationKind } from './notification-kinds';

const INTERVAL_MS = 5000;

export const decodeNotificationKind = wordColumn(
  'Notification.kind',
  Object.keys(NOTIFICATION_KINDS) as NotificationKind[],
);

/** Notifications about findings that the reader may open and comments that can be read. */
function readable(actor: Actor): Prisma.NotificationWhereInput {
  return {
    userId: actor.userId ?? '',
    finding: readableFindings(actor),
    OR: [{ commentId: null }, { comment: { deletedAt: null, hiddenAt: null } }],
  };
}

/** A page of what the requester is told, newest first. @throws BAD_USER_INPUT */
export async function listNotifications(
  { notification }: Pick<Database, 'notification'>,
  actor: Actor,
  {
    first,
    after,
    unread,
  }: { readonly first: number; readonly after: string | null; readonly unread: boolean },
): Promise<Page<Notification>> {
  checkFirst(first);
  const rows = await notification.findMany({
    where: { AND: [readable(actor), afterCursor(after), unread ? { readAt: null } : {}] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return toPage(rows, first);
}

/** How many notifications the requester has not read. */
export function countUnread({ notification }: Pick<Database, 'notification'>, actor: Actor): Promise<number> {
  return notification.count({ where: { AND: [readable(actor), { readAt: null }] } });
}

/** Marks notifications of the requester as read. @param ids null for all. @returns how many are still unread. */
export async function markNotificationsRead(
  { db, changes }: CommunityServices,
  actor: Actor,
  ids: readonly string[] | null,
): Promise<number> {
  const { userId } = actor;
  if (userId === null) return 0;
  await db.notification.updateMany({
    where: { userId, readAt: null, ...(ids !== null && { id: { in: [...ids] } }) },
    data: { readAt: new Date() },
  });
  changes.emit(notificationsEvent(userId));
  return countUnread(db, actor);
}

export interface NotificationState {
  readonly unreadCount: number;
  readonly newestId: string | null;
}

/** Yields the present state of the requester's notifications at once, then each change. @throws UNAUTHENTICATED */
export function followNotifications(
  { db, changes }: CommunityServices,
  actor: Actor,
  signal: AbortSignal,
): AsyncGenerator<NotificationState, void> {
  const { userId } = actor;
  if (userId === null) {
    const message =
      'You have no identity on this site, so nobody can notify you. Sign in on the page /sign-in.';
    throw new AppError('UNAUTHENTICATED', message);
  }
  const read = async (): Promise<NotificationState> => {
    const [{ nodes }, unreadCount] = await Promise.all([
      listNotifications(db, actor, { first: 1, after: null, unread: false }),
      countUnread(db, actor),
    ]);
    return { unreadCount, newestId: nodes[0]?.id ?? null };
  };
  return followState({ changes, event: notificationsEvent(userId), read, intervalMs: INTERVAL_MS, signal });
}

/** What happened, in one sentence. It names the finding, a collection that the reader may open and who acted, and nothing of their runs. */
export function describeNotification(
  kind: NotificationKind,
  {
    who,
    title,
    collection,
  }: { readonly who: string; readonly title: string; readonly collection: string | null },
): string {
  return NOTIFICATION_KINDS[kind].describe(who, title, collection);
}

/** Where to read more, relative to the site. @param collectionSlug null where there is no collection that the reader may open. */
export function addressOfNotification(
  { commentId, evidenceId }: Pick<Notification, 'commentId' | 'evidenceId'>,
  slug: string,
  collectionSlug: string | null,
): string {
  if (collectionSlug !== null) return `/collections/${collectionSlug}`;
  if (commentId !== null) return `/findings/${slug}#comment-${commentId}`;
  return evidenceId === null ? `/findings/${slug}` : `/findings/${slug}#evidence-${evidenceId}`;
}
