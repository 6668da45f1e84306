/** Reports of findings and comments, for administrators. */
import { randomBytes } from 'node:crypto';
import { MAX_REASON } from '../../domain/limits';
import type { Actor } from '../accounts/policy';
import type { Database, Report } from '../db';
import { AppError, badUserInput } from '../errors';
import { afterCursor, checkFirst, toPage, type Page } from '../paging';
import type { CommunityServices } from '../community/services';
import { checkText } from './check-text';
import { createNoComment, findOpenComment } from './find-comment';
import { findOpenFinding } from '../gallery/find-open';
import { judgeCommentState } from './read-comments';

export interface ReportInput {
  /** Id or slug. */
  readonly findingId?: string | null | undefined;
  readonly commentId?: string | null | undefined;
  readonly reason: string;
}

/**
 * Asks administrators to look at a finding or a comment. An open report of the same thing by the requester is returned.
 *
 * @throws NOT_FOUND; BAD_USER_INPUT
 */
export async function report(
  { db }: Pick<CommunityServices, 'db'>,
  actor: Actor,
  act: () => Promise<string>,
  input: ReportInput,
): Promise<Report> {
  const subject = await findSubject(db, actor, input);
  const reason = checkText('reason', 'The reason', input.reason, MAX_REASON);
  const reporterId = await act();
  const open = await db.report.findFirst({ where: { ...subject, reporterId, outcome: null } });
  if (open) return open;
  return db.report.create({
    data: { id: randomBytes(9).toString('base64url'), ...subject, reporterId, reason },
  });
}

async function findSubject(
  db: Database,
  actor: Actor,
  { findingId, commentId }: ReportInput,
): Promise<{ findingId: string; commentId: string | null }> {
  if ((findingId == null) === (commentId == null)) {
    const message = 'A report is about a finding or about a comment; give one of them.';
    throw badUserInput([{ path: 'findingId', message }]);
  }
  if (findingId != null)
    return { findingId: (await findOpenFinding(db, actor, findingId)).id, commentId: null };
  const comment = await findOpenComment(db, actor, commentId!);
  if (judgeCommentState(comment) !== 'VISIBLE') throw createNoComment(comment.id);
  return { findingId: comment.findingId, commentId: comment.id };
}

/** A page of reports, newest first. @throws BAD_USER_INPUT */
export async function listReports(
  { report: rows }: Pick<Database, 'report'>,
  { first, after, open }: { readonly first: number; readonly after: string | null; readonly open: boolean },
): Promise<Page<Report>> {
  checkFirst(first);
  const found = await rows.findMany({
    where: { AND: [open ? { outcome: null } : {}, afterCursor(after)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return toPage(found, first);
}

/** Closes a report without hiding anything. @throws NOT_FOUND; BAD_USER_INPUT */
export async function dismissReport({ report: rows }: Database, id: string, reason: string): Promise<Report> {
  checkText('reason', 'The reason', reason, MAX_REASON);
  const found = await rows.findUnique({ where: { id } });
  if (!found) throw new AppError('NOT_FOUND', `There is no report '${id}'.`);
  if (found.outcome !== null) return found;
  return rows.update({ where: { id }, data: { outcome: 'DISMISSED', closedAt: new Date() } });
}
