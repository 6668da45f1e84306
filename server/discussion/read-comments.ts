/** Reads threads of comments, and counts comments. */
import type { Prisma, Comment, Database } from '../db';
import { afterCursor, checkFirst, toPage, type Page } from '../paging';

export type CommentState = 'VISIBLE' | 'DELETED' | 'HIDDEN';

/** Whether a comment can be read. */
export function judgeCommentState({
  deletedAt,
  hiddenAt,
}: Pick<Comment, 'deletedAt' | 'hiddenAt'>): CommentState {
  if (deletedAt !== null) return 'DELETED';
  return hiddenAt === null ? 'VISIBLE' : 'HIDDEN';
}

/** Comments that are counted and listed. */
export const VISIBLE = { deletedAt: null, hiddenAt: null } as const satisfies Prisma.CommentWhereInput;

export interface ThreadFilter {
  readonly first: number;
  readonly after: string | null;
  readonly claimId: string | null;
  /** Its address. */
  readonly cell: string | null;
}

/** A page of the threads of a finding, newest first: their first comments. @throws BAD_USER_INPUT */
export async function listThreads(
  { comment }: Pick<Database, 'comment'>,
  findingId: string,
  { first, after, claimId, cell }: ThreadFilter,
): Promise<Page<Comment>> {
  checkFirst(first);
  const rows = await comment.findMany({
    where: {
      findingId,
      rootId: null,
      ...(claimId !== null && { claimId }),
      ...(cell !== null && { cell }),
      ...afterCursor(after),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return toPage(rows, first);
}

/** Numbers of visible comments by the value of a column. */
export async function countComments(
  { comment }: Pick<Database, 'comment'>,
  column: 'findingId' | 'claimId',
  values: readonly string[],
): Promise<Map<string, number>> {
  const rows = await comment.groupBy({
    by: [column],
    where: { [column]: { in: [...values] }, ...VISIBLE },
    _count: { _all: true },
  });
  return new Map(rows.map((row) => [row[column]!, row._count._all]));
}

/** Cells of a finding with their numbers of visible comments, in the order of their addresses. */
export async function countByCell(
  { comment }: Pick<Database, 'comment'>,
  findingId: string,
): Promise<{ cell: string; count: number }[]> {
  const rows = await comment.groupBy({
    by: ['cell'],
    where: { findingId, cell: { not: null }, ...VISIBLE },
    orderBy: { cell: 'asc' },
    _count: { _all: true },
  });
  return rows.map(({ cell, _count }) => ({ cell: cell!, count: _count._all }));
}
