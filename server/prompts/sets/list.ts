/** Lists prompt sets, and the runs that used one. */
import { MAX_SEARCH } from '../../../domain/limits';
import type { Actor } from '../../accounts/policy';
import { listedRuns } from '../../accounts/visibility';
import type { Database, Run } from '../../db';
import { containsText } from '../../db/text-search';
import { badUserInput } from '../../errors';
import { afterCursor, checkFirst, toPage, type Page } from '../../paging';
import type { SetAtVersion } from './find';
import { listedSets } from './visible';

export interface SetFilter {
  readonly first: number;
  readonly after: string | null;
  /** Words that name, description or source contain; empty for all. */
  readonly search: string;
  /** Only sets of the requester. */
  readonly mine: boolean;
}

/**
 * Sets that are listed for somebody, newest first, each in its newest version.
 *
 * @throws BAD_USER_INPUT for a page size, cursor or search that is not possible.
 */
export async function listPromptSets(
  { db }: { readonly db: Database },
  actor: Actor,
  { first, after, search, mine }: SetFilter,
): Promise<Page<SetAtVersion & { readonly id: string; readonly createdAt: Date }>> {
  checkFirst(first);
  if (search.length > MAX_SEARCH) {
    const message = `The search is ${search.length} characters long; up to ${MAX_SEARCH} are allowed.`;
    throw badUserInput([{ path: 'search', message }]);
  }
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = await db.promptSet.findMany({
    where: {
      AND: [
        afterCursor(after),
        mine ? { ownerId: { in: actor.userId === null ? [] : [actor.userId] } } : listedSets(actor),
        ...words.map((word) => ({ text: containsText(db, word) })),
      ],
    },
    include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  const sets = rows.map(({ versions, ...set }) => ({
    set,
    version: versions[0]!,
    id: set.id,
    createdAt: set.createdAt,
  }));
  return toPage(sets, first);
}

/**
 * Runs that used a set in any version and are listed for somebody, newest first.
 *
 * @throws BAD_USER_INPUT for a page size or cursor that is not possible.
 */
export async function listRunsOfSet(
  { db }: { readonly db: Database },
  actor: Actor,
  setId: string,
  { first, after }: Pick<SetFilter, 'first' | 'after'>,
): Promise<Page<Run>> {
  checkFirst(first);
  const rows = await db.run.findMany({
    where: { AND: [afterCursor(after), { promptSetId: setId }, listedRuns(actor)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return toPage(rows, first);
}
