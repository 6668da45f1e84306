/** Finds comments that a reader may open. */
import type { Actor } from '../accounts/policy';
import { readableBelow } from '../accounts/visibility';
import type { Comment, Database } from '../db';
import { AppError } from '../errors';

/** The error of a comment that does not exist, or whose finding the requester may not open: they cannot be told apart. */
export function createNoComment(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no comment '${id}'.`);
}

/** The comment with an id, which may be deleted or hidden itself; null for one whose finding the actor may not open. */
export function readOpenComment({ comment }: Pick<Database, 'comment'>, actor: Actor, id: string) {
  return comment.findFirst({ where: { id, ...readableBelow(actor) } });
}

/** As `readOpenComment`. @throws NOT_FOUND */
export async function findOpenComment(
  db: Pick<Database, 'comment'>,
  actor: Actor,
  id: string,
): Promise<Comment> {
  const comment = await readOpenComment(db, actor, id);
  if (!comment) throw createNoComment(id);
  return comment;
}
