/** Changes and deletes comments. */
import { MAX_COMMENT, MAX_MENTIONS } from '../../domain/limits';
import { authorize, type Action, type Actor } from '../accounts/policy';
import { readableBelow } from '../accounts/visibility';
import type { Comment, Database } from '../db';
import type { CommunityServices } from '../community/services';
import { announceFinding } from '../community/announce';
import { checkText } from './check-text';
import { listMentions, parseComment } from './comment-tree';
import { createNoComment } from './find-comment';
import { storeNotice, wakeRecipients } from '../community/notify';

/**
 * Changes the text of a comment and keeps the text before in its history. Users who are mentioned for the first time are notified.
 *
 * @param admit called once the request is valid, before anything is stored.
 * @throws NOT_FOUND, also for a comment that was deleted; FORBIDDEN for anybody but its author; BAD_USER_INPUT
 */
export async function editComment(
  services: CommunityServices,
  actor: Actor,
  { id, text: written }: { readonly id: string; readonly text: string },
  admit: () => Promise<void>,
): Promise<Comment> {
  const { db, changes } = services;
  const comment = await findCommentToChange(db, actor, id, 'editComment');
  const text = checkText('text', 'The comment', written, MAX_COMMENT);
  if (text === comment.text) return comment;
  const tree = await parseComment(text);
  await admit();
  const revision = { text: comment.text, createdAt: comment.editedAt ?? comment.createdAt };
  const { findingId, authorId: actorId } = comment;
  const { edited, told } = await db.$transaction(async (tx) => {
    const stored = await tx.comment.update({
      where: { id },
      data: {
        text,
        tree: JSON.stringify(tree),
        editedAt: new Date(),
        revisions: { create: revision },
      },
    });
    // Who was told of the comment is not told again.
    const before = await tx.notification.findMany({ where: { commentId: id }, select: { userId: true } });
    const recipientIds = listMentions(tree)
      .slice(0, MAX_MENTIONS)
      .filter((userId) => !before.some((one) => one.userId === userId));
    const notice = { kind: 'MENTION', findingId, commentId: id, actorId, recipientIds } as const;
    return { edited: stored, told: await storeNotice(tx, notice) };
  });
  wakeRecipients(changes, told);
  announceFinding(changes, findingId);
  return edited;
}

/**
 * Deletes the text, the history and the reactions of a comment. A placeholder stays while the comment has answers.
 *
 * @returns its id.
 * @throws NOT_FOUND; FORBIDDEN for anybody but its author and administrators.
 */
export async function deleteComment(
  { db, changes }: CommunityServices,
  actor: Actor,
  id: string,
): Promise<string> {
  const comment = await findCommentToChange(db, actor, id, 'deleteComment');
  await db.$transaction(async (transaction) => {
    const answers = await transaction.comment.count({ where: { parentId: id } });
    if (answers === 0) {
      await transaction.comment.deleteMany({ where: { id } });
      await deleteEmptyPlaceholders(transaction, comment.parentId);
      return;
    }
    await transaction.commentRevision.deleteMany({ where: { commentId: id } });
    await transaction.reaction.deleteMany({ where: { commentId: id } });
    await transaction.notification.deleteMany({ where: { commentId: id } });
    const empty = { text: '', tree: JSON.stringify({ type: 'root', children: [] }) };
    await transaction.comment.updateMany({ where: { id }, data: { ...empty, deletedAt: new Date() } });
  });
  announceFinding(changes, comment.findingId);
  return id;
}

/** Deletes a placeholder whose last answer is gone, and those above it. */
async function deleteEmptyPlaceholders(
  { comment }: Pick<Database, 'comment'>,
  from: string | null,
): Promise<void> {
  for (let id = from; id !== null;) {
    const row: Comment | null = await comment.findUnique({ where: { id } });
    if (!row || row.deletedAt === null) return;
    if ((await comment.count({ where: { parentId: id } })) > 0) return;
    await comment.deleteMany({ where: { id } });
    id = row.parentId;
  }
}

/** @throws NOT_FOUND; FORBIDDEN */
async function findCommentToChange(db: Database, actor: Actor, id: string, action: Action): Promise<Comment> {
  const readable = readableBelow(actor, (authorId) => [{ authorId }]);
  const found = await db.comment.findFirst({ where: { id, deletedAt: null, ...readable } });
  if (!found) throw createNoComment(id);
  authorize(actor, action, [found.authorId]);
  return found;
}
