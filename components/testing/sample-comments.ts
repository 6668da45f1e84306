/** Comments on a finding. */
import type {
  Comment_CommentFragment,
  DiscussionCounts_FindingFragment,
  Thread_CommentFragment,
} from '../generated/graphql';

export const COUNTS: DiscussionCounts_FindingFragment = {
  id: 'F',
  slug: 'name-movers',
  commentCount: 4,
  commentedCells: [{ cell: 'HEAD_Z:9:9', count: 2 }],
  claims: [{ id: 'c0', text: 'z[9.9] > 0.2', commentCount: 1 }],
  starCount: 12,
  isStarred: false,
};

/** The tree of a text of one paragraph. */
function toTree(text: string): string {
  return JSON.stringify({
    type: 'root',
    children: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }],
  });
}

/** A comment that can be read and not changed. */
export function sampleComment(id: string, text: string, changes: object = {}): Comment_CommentFragment {
  return {
    __typename: 'Comment',
    id,
    createdAt: '2026-11-26T10:00:00.000Z',
    editedAt: null,
    state: 'VISIBLE',
    author: { __typename: 'User', id: 'u2', name: 'Grace Hopper' },
    text,
    tree: toTree(text),
    parentId: null,
    claim: null,
    claimText: null,
    cell: null,
    reactions: [],
    revisions: [],
    canEdit: false,
    canDelete: false,
    ...changes,
  } as unknown as Comment_CommentFragment;
}

/** A thread about a cell with a deleted reply, and one about the whole finding. */
export const THREADS: readonly Thread_CommentFragment[] = [
  {
    ...sampleComment('k1', 'Is the effect of this head the same with other names?', {
      cell: 'HEAD_Z:9:9',
      reactions: [
        { __typename: 'ReactionCount', kind: 'AGREE', count: 3, isMine: true },
        { __typename: 'ReactionCount', kind: 'UNSURE', count: 1, isMine: false },
      ],
    }),
    replies: [
      sampleComment('k2', '', { parentId: 'k1', state: 'DELETED', author: null }),
      sampleComment('k3', 'It is smaller: 0.11 over 32 pairs.', {
        parentId: 'k2',
        canEdit: true,
        canDelete: true,
      }),
    ],
  },
  {
    ...sampleComment('k4', `A long text. ${'Each sentence says the same. '.repeat(12)}`, {
      editedAt: '2026-11-26T11:00:00.000Z',
      revisions: [
        { __typename: 'CommentRevision', createdAt: '2026-11-26T10:00:00.000Z', text: 'A long text.' },
      ],
    }),
    replies: [],
  },
];
