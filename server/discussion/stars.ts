/** Stars on findings. */
import type { Actor } from '../accounts/policy';
import { readableFindings } from '../accounts/visibility';
import type { Database, Finding, Star } from '../db';
import { checkFirst, readCursor, toPage, type Page } from '../paging';
import type { CommunityServices } from '../community/services';
import { announceFinding } from '../community/announce';
import { findOpenFinding } from '../gallery/find-open';

/** Stars a finding, or takes the star from it. @throws NOT_FOUND */
export async function setStar(
  { db, changes }: CommunityServices,
  actor: Actor,
  act: () => Promise<string>,
  key: string,
  isStarred: boolean,
): Promise<Finding> {
  const finding = await findOpenFinding(db, actor, key);
  const star = { findingId: finding.id, userId: await act() };
  if (isStarred) await db.star.upsert({ where: { findingId_userId: star }, create: star, update: {} });
  else await db.star.deleteMany({ where: star });
  announceFinding(changes, finding.id);
  return finding;
}

/** A page of the findings that a user has starred and may open, the latest star first. @throws BAD_USER_INPUT */
export async function listStars(
  { star }: Pick<Database, 'star'>,
  actor: Actor,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<Page<Star>> {
  checkFirst(first);
  const { userId } = actor;
  if (userId === null) return { nodes: [], hasNextPage: false };
  const place = after === null ? null : readCursor(after);
  const rows = await star.findMany({
    where: {
      userId,
      finding: readableFindings(actor),
      ...(place && {
        OR: [
          { createdAt: { lt: place.createdAt } },
          { createdAt: place.createdAt, findingId: { lt: place.id } },
        ],
      }),
    },
    orderBy: [{ createdAt: 'desc' }, { findingId: 'desc' }],
    take: first + 1,
  });
  return toPage(rows, first);
}
