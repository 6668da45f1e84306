/** Loaders of comments, reactions and stars. */
import DataLoader from 'dataloader';
import type { Comment, CommentRevision, Database, Reaction } from '../db';
import { loadByKey, loadCounts, loadGroups, MAX_KEYS } from '../load-rows';
import { countComments } from './read-comments';

/** Creates loaders for one request. */
export function createDiscussionLoaders(db: Database) {
  return {
    comment: loadByKey<Comment>((ids) => db.comment.findMany({ where: { id: { in: ids } } }), 'id'),
    /** The other comments of a thread by its first one, oldest first. */
    replies: loadGroups<Comment>(
      (rootIds) =>
        db.comment.findMany({
          where: { rootId: { in: rootIds } },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
      'rootId',
    ),
    reactions: loadGroups<Reaction>(
      (ids) =>
        db.reaction.findMany({
          where: { commentId: { in: ids } },
          orderBy: [{ userId: 'asc' }, { kind: 'asc' }],
        }),
      'commentId',
    ),
    /** Earlier texts of a comment, newest first. */
    commentRevisions: loadGroups<CommentRevision>(
      (ids) =>
        db.commentRevision.findMany({
          where: { commentId: { in: ids } },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
      'commentId',
    ),
    commentsOfClaim: loadCounts((ids) => countComments(db, 'claimId', ids)),
    /** Whether a user has starred a finding. */
    isStarred: new DataLoader<{ findingId: string; userId: string }, boolean, string>(
      async (keys) => {
        const rows = await db.star.findMany({
          where: {
            findingId: { in: keys.map(({ findingId }) => findingId) },
            userId: { in: keys.map(({ userId }) => userId) },
          },
        });
        return keys.map((key) =>
          rows.some(({ findingId, userId }) => findingId === key.findingId && userId === key.userId),
        );
      },
      { cacheKeyFn: ({ findingId, userId }) => `${findingId} ${userId}`, maxBatchSize: MAX_KEYS },
    ),
  };
}
