/** Runs, newest first. */
import type { Run } from '../db';
import { afterCursor, checkFirst, pageOf, type Page } from '../paging';
import type { Services } from '../services';

/** @throws BAD_USER_INPUT for a page size or cursor that is not possible. */
export async function listRuns(
  { db }: Services,
  { first, after, model }: { first: number; after: string | null; model: string | null },
): Promise<Page<Run>> {
  checkFirst(first);
  const rows = await db.run.findMany({
    where: { AND: [afterCursor(after), model === null ? {} : { modelId: model }] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return pageOf(rows, first);
}
