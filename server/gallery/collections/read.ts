/** Who may read which collections, and lists of them. */
import type { Actor } from '../../accounts/policy';
import type { Collection, Database, Prisma } from '../../db';
import { afterCursor, checkFirst, toPage, type Page } from '../../paging';
import { AppError } from '../../errors';

/** Where clause of the collections that somebody may open: all but private ones of others. */
export function readableCollections({ userId, isAdministrator }: Actor): Prisma.CollectionWhereInput {
  if (isAdministrator) return {};
  return { OR: [{ visibility: { in: ['PUBLIC', 'UNLISTED'] } }, ...listOwn(userId)] };
}

/** Where clause of the collections that lists show somebody: public ones and those that one may change. */
export function listedCollections({ userId }: Actor): Prisma.CollectionWhereInput {
  return { OR: [{ visibility: 'PUBLIC' }, ...listOwn(userId)] };
}

/** Where clauses of the collections that a user may change. */
function listOwn(userId: string | null): Prisma.CollectionWhereInput[] {
  return userId === null ? [] : [{ ownerId: userId }, { editors: { some: { userId } } }];
}

/** A collection by its id or slug; null when there is none or it may not be read. */
export async function findCollection(db: Database, actor: Actor, key: string): Promise<Collection | null> {
  return db.collection.findFirst({
    where: { AND: [readableCollections(actor), { OR: [{ id: key }, { slug: key }] }] },
  });
}

/** As `findCollection`. @throws NOT_FOUND */
export async function requireCollection(db: Database, actor: Actor, key: string): Promise<Collection> {
  const collection = await findCollection(db, actor, key);
  if (!collection) throw new AppError('NOT_FOUND', `There is no collection '${key}'.`);
  return collection;
}

interface CollectionFilter {
  readonly first: number;
  readonly after: string | null;
  /** Only those that the requester may change. */
  readonly mine: boolean;
  /** User id. */
  readonly owner: string | null;
}

/** Reads one page of collections, newest first. @throws BAD_USER_INPUT for an invalid page size or cursor. */
export async function listCollections(
  db: Database,
  actor: Actor,
  { first, after, mine, owner }: CollectionFilter,
): Promise<Page<Collection>> {
  checkFirst(first);
  if (mine && actor.userId === null) return { nodes: [], hasNextPage: false };
  const rows = await db.collection.findMany({
    where: {
      AND: [
        mine ? { OR: listOwn(actor.userId) } : listedCollections(actor),
        owner === null ? {} : { ownerId: owner },
        afterCursor(after),
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return toPage(rows, first);
}
