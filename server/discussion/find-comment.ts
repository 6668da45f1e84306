/** Finds comments that a reader may open. */
import type { Actor } from '../accounts/policy';
import type { Comment, Database } from '../db';
import { AppError } from '../errors';
import { isOpen } from '../gallery/find-open';

/** The error of a comment that does not exist, or whose finding the requester may not open: they cannot be told apart. */
export function createNoComment(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no comment '${id}'.`);
}

/** The comment with an id, which may be deleted or hidden itself. @throws NOT_FOUND, also when the actor may not open its finding. */
export async function findOpenComment(db: Database, actor: Actor, id: string): Promise<Comment> {
  const found = await db.comment.findUnique({
    where: { id },
    include: { finding: { select: { id: true, ownerId: true } } },
  });
  if (!found) throw createNoComment(id);
  const { finding, ...comment } = found;
  if (!(await isOpen(db, actor, finding))) throw createNoComment(id);
  return comment;
}
