/** Runs, newest first. */
import type { Run } from '../../db';
import { afterCursor, checkFirst, toPage, type Page } from '../../paging';

import type { Services } from '../services';
import { RUN_STATUSES, type RunStatus } from '../../../domain/run-status';

export interface RunFilter {
  readonly first: number;
  readonly after: string | null;
  readonly model: string | null;
  /** Only runs of this owner, who owns none when the id is null; null for everybody's. */
  readonly owner: { readonly id: string | null } | null;
  readonly status: RunStatus | null;
}

/** @throws BAD_USER_INPUT for a page size or cursor that is not possible. */
export async function listRuns(
  { db }: Services,
  { first, after, model, owner, status }: RunFilter,
): Promise<Page<Run>> {
  checkFirst(first);
  const place = afterCursor(after);
  const rows = await db.run.findMany({
    where: {
      AND: [
        place,
        model === null ? {} : { modelId: model },
        owner === null ? {} : ownedBy(owner.id),
        status === null ? {} : { status },
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return toPage(rows, first);
}

/** Nobody owns runs under no id. With every status named, the index by status and owner finds an owner's runs. */
function ownedBy(id: string | null): object {
  return { ownerId: { in: id === null ? [] : [id] }, status: { in: [...RUN_STATUSES] } };
}
