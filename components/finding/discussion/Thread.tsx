'use client';

import { useState } from 'react';
import { useLateMutation } from '../../apollo/use-late-mutation';
import {
  AddCommentDocument,
  type Comment_CommentFragment,
  type DiscussionCounts_FindingFragment,
  type SweepKind,
  type Thread_CommentFragment,
} from '../../generated/graphql';
import { CommentForm } from './CommentForm';
import { CommentView } from './CommentView';
import classes from './discussion.module.css';

interface ThreadProps {
  readonly thread: Thread_CommentFragment;
  readonly finding: Pick<DiscussionCounts_FindingFragment, 'id' | 'slug'>;
  readonly kinds: readonly SweepKind[];
  readonly isAdministrator: boolean;
  /** The comment that the address points to. */
  readonly linkedId: string | null;
  readonly onChange: () => Promise<void>;
}

/** Replies deeper than this are not indented further. */
const MAX_INDENT = 3;

/** A comment with its replies, each below the comment that it answers. */
export function Thread(props: ThreadProps) {
  const { thread } = props;
  return (
    <li className={classes.thread}>
      <Branch {...props} comment={thread} depth={0} />
    </li>
  );
}

function Branch(props: ThreadProps & { readonly comment: Comment_CommentFragment; readonly depth: number }) {
  const { thread, comment, depth, finding, kinds, linkedId, isAdministrator, onChange } = props;
  const [isReplying, setReplying] = useState(false);
  const [add] = useLateMutation(AddCommentDocument);
  const answers = thread.replies.filter(({ parentId }) => parentId === comment.id);
  const reply = async (text: string): Promise<void> => {
    await add({ variables: { findingId: finding.id, text, parentId: comment.id } });
    setReplying(false);
    await onChange();
  };
  return (
    <>
      <CommentView
        {...{ comment, finding, kinds, isAdministrator, onChange }}
        isFirst={depth === 0}
        isLinked={comment.id === linkedId}
        onReply={() => setReplying(true)}
      />
      {(isReplying || answers.length > 0) && (
        <div className={depth < MAX_INDENT ? classes.answers : undefined}>
          {isReplying && (
            <CommentForm
              findingId={finding.id}
              kinds={kinds}
              label={`Reply to ${comment.author?.name ?? 'this comment'}`}
              action="Reply"
              isFocused
              onSave={reply}
              onCancel={() => setReplying(false)}
            />
          )}
          {answers.map((answer) => (
            <Branch key={answer.id} {...props} comment={answer} depth={depth + 1} />
          ))}
        </div>
      )}
    </>
  );
}
