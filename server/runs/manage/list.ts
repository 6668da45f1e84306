/** Lists runs, newest first. */
import type { Run } from '../../db';
import { afterCursor, checkFirst, toPage, type Page } from '../../paging';

import type { Services } from '../services';
import { RUN_STATUSES, type RunStatus } from '../../../domain/run-status';

export interface RunFilter {
  readonly first: number;
  readonly after: string | null;
  readonly model: string | null;
  /** Only runs of this owner; an owner whose id is null has none. Null for the runs of all owners. */
  readonly owner: { readonly id: string | null } | null;
  readonly status: RunStatus | null;
}

/** @throws BAD_USER_INPUT for a page size or cursor that is not possible. */
export async function listRuns(
  { db }: Pick<Services, 'db'>,
  { first, after, model, owner, status }: RunFilter,
): Promise<Page<Run>> {
  checkFirst(first);
  const place = afterCursor(after);
  const rows = await db.run.findMany({
    where: {
      AND: [
        place,
        model === null ? {} : { modelId: model },
        owner === null ? {} : filterByOwner(owner.id),
        status === null ? {} : { status },
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return toPage(rows, first);
}

/** The null id owns no runs. The filter names every status so that the index by status and owner applies. */
function filterByOwner(id: string | null): object {
  return { ownerId: { in: id === null ? [] : [id] }, status: { in: [...RUN_STATUSES] } };
}
