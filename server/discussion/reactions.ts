/** Reactions to comments. */
import { REACTION_KINDS, type ReactionKind } from '../../domain/reactions';
import type { Actor } from '../accounts/policy';
import type { Comment, Reaction } from '../db';
import { badUserInput } from '../errors';
import type { CommunityServices } from '../community/services';
import { announceFinding } from '../community/announce';
import { findOpenComment } from './find-comment';
import { judgeCommentState } from './read-comments';

/**
 * Adds or removes a reaction of the requester.
 *
 * @throws NOT_FOUND; BAD_USER_INPUT for a comment that cannot be read.
 */
export async function react(
  { db, changes }: CommunityServices,
  actor: Actor,
  act: () => Promise<string>,
  { commentId, kind, on }: { readonly commentId: string; readonly kind: ReactionKind; readonly on: boolean },
): Promise<Comment> {
  const comment = await findOpenComment(db, actor, commentId);
  if (judgeCommentState(comment) !== 'VISIBLE') {
    throw badUserInput([{ path: 'commentId', message: 'This comment was deleted or hidden.' }]);
  }
  const userId = await act();
  const key = { commentId, userId, kind };
  if (on) await db.reaction.upsert({ where: { commentId_userId_kind: key }, create: key, update: {} });
  else await db.reaction.deleteMany({ where: key });
  announceFinding(changes, comment.findingId);
  return comment;
}

/** Counts reactions of one comment by kind. @param viewerId whose own ones are marked. */
export function countReactions(reactions: readonly Reaction[], viewerId: string | null) {
  return REACTION_KINDS.map((kind) => {
    const ofKind = reactions.filter((reaction) => reaction.kind === kind);
    return { kind, count: ofKind.length, isMine: ofKind.some(({ userId }) => userId === viewerId) };
  }).filter(({ count }) => count > 0);
}
