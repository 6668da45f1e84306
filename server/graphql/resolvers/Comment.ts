import { isAuthorized } from '../../accounts/policy';
import { listMentions, showMentions } from '../../discussion/comment-tree';
import { countReactions } from '../../discussion/reactions';
import { judgeCommentState } from '../../discussion/read-comments';
import { decodeCommentTree } from '../../gallery/stored-summary-tree';
import type { Context } from '../context';
import type { CommentResolvers } from '../generated/resolvers';
import type { CommentParent } from '../parents';

const EMPTY = JSON.stringify({ type: 'root', children: [] });

/** Whether the requester may read the text: administrators also read what is hidden. */
function canRead(comment: CommentParent, { requester }: Context): boolean {
  const state = judgeCommentState(comment);
  return state === 'VISIBLE' || (state === 'HIDDEN' && requester.isAdministrator);
}

export const Comment: CommentResolvers = {
  state: judgeCommentState,
  author: async (comment, _, context) =>
    canRead(comment, context) ? context.loaders.user.load(comment.authorId) : null,
  text: (comment, _, context) => (canRead(comment, context) ? comment.text : ''),
  async tree(comment, _, context) {
    if (!canRead(comment, context)) return EMPTY;
    const tree = decodeCommentTree(comment.tree);
    const users = await Promise.all(listMentions(tree).map((id) => context.loaders.user.load(id)));
    const names = new Map(users.flatMap((user) => (user ? [[user.id, user.name]] : [])));
    return JSON.stringify(showMentions(tree, (id) => names.get(id) ?? null));
  },
  finding: async ({ findingId }, _, { loaders }) => (await loaders.findingById.load(findingId))!,
  thread: async (comment, _, { loaders }) =>
    comment.rootId === null ? comment : (await loaders.comment.load(comment.rootId))!,
  claim: ({ claimId }, _, { loaders }) => (claimId === null ? null : loaders.claimById.load(claimId)),
  replies: (comment, _, { loaders }) => (comment.rootId === null ? loaders.replies.load(comment.id) : []),
  reactions: async ({ id }, _, { loaders, viewerId }) =>
    countReactions(await loaders.reactions.load(id), viewerId),
  revisions: async (comment, _, context) =>
    canRead(comment, context) ? context.loaders.commentRevisions.load(comment.id) : [],
  canEdit: (comment, _, { requester }) =>
    judgeCommentState(comment) !== 'DELETED' && isAuthorized(requester, 'editComment', [comment.authorId]),
  canDelete: (comment, _, { requester }) =>
    judgeCommentState(comment) !== 'DELETED' && isAuthorized(requester, 'deleteComment', [comment.authorId]),
};
