/** Lists runs, newest first. */
import type { Actor } from '../../accounts/policy';
import { listedRuns } from '../../accounts/visibility';
import type { Prisma, Run } from '../../db';
import { MAX_SEARCH } from '../../../domain/limits';
import { badUserInput } from '../../errors';
import { afterCursor, checkFirst, toPage, type Page } from '../../paging';
import type { Services } from '../services';
import { RUN_STATUSES, type RunStatus } from '../../../domain/run-status';
import { parseRunSearch } from './parse-search';
import { withWords } from './run-text';

export interface RunFilter {
  readonly first: number;
  readonly after: string | null;
  readonly model: string | null;
  /** Only runs of this owner; an owner whose id is null has none. Null for the runs of all owners. */
  readonly owner: { readonly id: string | null } | null;
  readonly status: RunStatus | null;
  /** Words, "phrases" and #tags. Null for all. */
  readonly search: string | null;
  /** Only runs with this tag, whatever its case. */
  readonly tag: string | null;
}

/**
 * Lists public runs and those of the actor; all runs for an administrator.
 *
 * @throws BAD_USER_INPUT for a page size, cursor or search that is not possible.
 */
export async function listRuns(
  { db }: Pick<Services, 'db'>,
  actor: Actor,
  { first, after, model, owner, status, search, tag }: RunFilter,
): Promise<Page<Run>> {
  checkFirst(first);
  if (search !== null && search.length > MAX_SEARCH) {
    const message = `The search is ${search.length} characters long; use up to ${MAX_SEARCH}.`;
    throw badUserInput([{ path: 'search', message }]);
  }
  const { words, tags } = parseRunSearch(search ?? '');
  const conditions: Prisma.RunWhereInput[] = [
    afterCursor(after),
    model === null ? {} : { modelId: model },
    owner === null ? {} : filterByOwner(owner.id),
    status === null ? {} : { status },
    withWords(db, words),
    ...[...tags, ...(tag === null ? [] : [tag.toLowerCase()])].map((one) => ({
      tags: { some: { tag: one } },
    })),
  ];
  const parts = owner === null ? splitByIndex(actor) : [listedRuns(actor)];
  const rows = await Promise.all(
    parts.map((part) =>
      db.run.findMany({
        where: { AND: [...conditions, part] },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: first + 1,
      }),
    ),
  );
  return toPage(
    rows
      .flat()
      .toSorted(compareNewestFirst)
      .slice(0, first + 1),
    first,
  );
}

/**
 * `listedRuns` in parts that have no run in common and an index each. One query of both would read every private run that is newer
 * than the page.
 */
function splitByIndex(actor: Actor): Prisma.RunWhereInput[] {
  const { userId, isAdministrator } = actor;
  if (isAdministrator || userId === null) return [listedRuns(actor)];
  return [{ visibility: 'PUBLIC' }, { ...filterByOwner(userId), visibility: { not: 'PUBLIC' } }];
}

function compareNewestFirst(a: Run, b: Run): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
}

/** The null id owns no runs. The filter names every status so that the index by status and owner applies. */
function filterByOwner(id: string | null): Prisma.RunWhereInput {
  return { ownerId: { in: id === null ? [] : [id] }, status: { in: [...RUN_STATUSES] } };
}
