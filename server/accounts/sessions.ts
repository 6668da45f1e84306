/** The browsers that are signed in to an account. */
import type { Database } from '../db';
import { AppError } from '../errors';

/** A session as its owner sees it. */
export interface ListedSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly isCurrent: boolean;
}

/** Sessions that have not expired, newest first. @param currentId of the session of this request; null for none. */
export async function listSessions(
  db: Database,
  userId: string,
  currentId: string | null,
): Promise<ListedSession[]> {
  const rows = await db.userSession.findMany({
    where: { userId, expiresAt: { gt: new Date() } },
    select: { id: true, createdAt: true, expiresAt: true, userAgent: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({ ...row, isCurrent: row.id === currentId }));
}

/**
 * Signs a browser out.
 *
 * @returns the session's id.
 * @throws NOT_FOUND when the user has no session with this id.
 */
export async function revokeSession(db: Database, userId: string | null, id: string): Promise<string> {
  const { count } = await db.userSession.deleteMany({ where: { id, userId: userId ?? '' } });
  if (count === 0) throw new AppError('NOT_FOUND', `You have no session with the id '${id}'.`);
  return id;
}

/** Signs all browsers out but one. @returns how many. */
export async function revokeOtherSessions(
  db: Database,
  userId: string | null,
  currentId: string | null,
): Promise<number> {
  const others = { userId: userId ?? '', id: { not: currentId ?? '' } };
  return (await db.userSession.deleteMany({ where: others })).count;
}
