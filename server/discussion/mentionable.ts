/** Completions for mentions: users who have written something public. */
import { MAX_MENTIONABLE, MAX_USER_NAME } from '../../domain/limits';
import type { Actor } from '../accounts/policy';
import type { Prisma } from '../db';
import { containsText } from '../db/text-search';
import { type Database, type User } from '../db';
import { findOpenFinding } from '../gallery/find-open';
import { LISTED_FINDING } from '../gallery/listed';
import { VISIBLE } from './read-comments';

/** Rows that are compared for one completion. */
const MAX_COMPARED = 500;

/**
 * Users whose name, or a word of it, begins with a text: those who take part in a finding first, then other authors.
 *
 * Accounts that have written nothing public are never offered, since their names are known to nobody.
 *
 * @throws NOT_FOUND
 */
export async function listMentionable(
  db: Database,
  actor: Actor,
  key: string,
  name: string,
): Promise<User[]> {
  const finding = await findOpenFinding(db, actor, key);
  if (name.length > MAX_USER_NAME) return [];
  const [commenters, attachers] = await Promise.all([
    db.comment.findMany({
      where: { findingId: finding.id, ...VISIBLE },
      distinct: ['authorId'],
      select: { authorId: true },
      take: MAX_COMPARED,
    }),
    db.evidence.findMany({ where: { findingId: finding.id }, select: { creatorId: true } }),
  ]);
  const partIds = [
    finding.ownerId,
    ...commenters.map(({ authorId }) => authorId),
    ...attachers.map(({ creatorId }) => creatorId),
  ];
  const parts = await find(db, { id: { in: partIds } }, name);
  const open: Prisma.UserWhereInput = {
    id: { notIn: partIds },
    OR: [
      { findings: { some: LISTED_FINDING } },
      { comments: { some: { ...VISIBLE, finding: LISTED_FINDING } } },
    ],
  };
  const others = parts.length >= MAX_MENTIONABLE ? [] : await find(db, open, name);
  return [...parts, ...others].filter(({ id }) => id !== actor.userId).slice(0, MAX_MENTIONABLE);
}

async function find(db: Database, where: Prisma.UserWhereInput, name: string): Promise<User[]> {
  const users = await db.user.findMany({
    where: { AND: [where, { deletedAt: null, name: containsText(db, name) }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MAX_COMPARED,
  });
  const wanted = name.toLowerCase();
  const begins = (text: string): boolean => text.toLowerCase().startsWith(wanted);
  return users.filter((one) => begins(one.name) || one.name.split(/\s+/).some(begins));
}
