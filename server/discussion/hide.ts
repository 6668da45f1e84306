/** Hides comments and findings, and shows them again. The policy admits administrators only. */
import { MAX_REASON } from '../../domain/limits';
import type { Comment, Database, Finding } from '../db';
import type { FilterCounts } from '../gallery/filters';
import { findByIdOrSlug } from '../gallery/find-finding';
import type { CommunityServices } from '../community/services';
import { announceFinding } from '../community/announce';
import { checkText } from './check-text';
import { createNoComment } from './find-comment';

/** Hides a comment, or shows it again. Open reports of a comment that is hidden are closed. @throws NOT_FOUND; BAD_USER_INPUT */
export async function hideComment(
  { db, changes }: CommunityServices,
  id: string,
  reason: string,
  isHidden: boolean,
): Promise<Comment> {
  checkText('reason', 'The reason', reason, MAX_REASON);
  const comment = await db.comment.findUnique({ where: { id } });
  if (!comment || comment.deletedAt !== null) throw createNoComment(id);
  if ((comment.hiddenAt !== null) === isHidden) return comment;
  const changed = await db.comment.update({
    where: { id },
    data: { hiddenAt: isHidden ? new Date() : null },
  });
  if (isHidden) await closeReports(db, { commentId: id });
  announceFinding(changes, comment.findingId);
  return changed;
}

/** Hides a finding, or shows it again. Open reports of a finding that is hidden are closed. @throws NOT_FOUND; BAD_USER_INPUT */
export async function hideFinding(
  { db, changes, filterCounts }: CommunityServices & { readonly filterCounts: FilterCounts },
  key: string,
  reason: string,
  isHidden: boolean,
): Promise<Finding> {
  const text = checkText('reason', 'The reason', reason, MAX_REASON);
  const finding = await findByIdOrSlug(db, key);
  const findingId = finding.id;
  if (isHidden) {
    await db.hiddenFinding.upsert({
      where: { findingId },
      create: { findingId, reason: text },
      update: {},
    });
    await closeReports(db, { findingId, commentId: null });
  } else {
    await db.hiddenFinding.deleteMany({ where: { findingId } });
  }
  filterCounts.invalidate();
  announceFinding(changes, findingId);
  return finding;
}

async function closeReports(
  { report }: Pick<Database, 'report'>,
  subject: { commentId: string } | { findingId: string; commentId: null },
): Promise<void> {
  await report.updateMany({
    where: { ...subject, outcome: null },
    data: { outcome: 'HIDDEN', closedAt: new Date() },
  });
}
