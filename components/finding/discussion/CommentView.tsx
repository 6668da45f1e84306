'use client';

import { Text } from '@mantine/core';
import { useState } from 'react';
import { useLateMutation } from '../../apollo/use-late-mutation';
import { SummaryView } from '../../text/SummaryView';
import {
  EditCommentDocument,
  type Comment_CommentFragment,
  type DiscussionCounts_FindingFragment,
  type SweepKind,
} from '../../generated/graphql';
import { CommentActions } from './CommentActions';
import { CommentForm } from './CommentForm';
import { CommentHistory } from './CommentHistory';
import { useDiscussion } from '../../discussion/discussion-context';
import { Reactions } from './Reactions';
import { describeSubject, type Subject } from '../../discussion/subject';
import { UserLink } from '../../site/UserLink';
import classes from './discussion.module.css';

interface CommentViewProps {
  readonly comment: Comment_CommentFragment;
  readonly finding: Pick<DiscussionCounts_FindingFragment, 'id' | 'slug'>;
  readonly kinds: readonly SweepKind[];
  /** Whether it begins a thread, and so says what the thread is about. */
  readonly isFirst: boolean;
  /** Whether the address points to it. */
  readonly isLinked: boolean;
  readonly isAdministrator: boolean;
  readonly onReply: () => void;
  readonly onChange: () => Promise<void>;
}

const PLACEHOLDERS = {
  DELETED: 'This comment was deleted.',
  HIDDEN: 'An administrator has hidden this comment.',
} as const;

/** One comment with what can be done about it; a placeholder when it was deleted or is hidden. */
export function CommentView(props: CommentViewProps) {
  const { comment, finding, kinds, isFirst, isLinked, isAdministrator, onReply, onChange } = props;
  const { id, state, author, createdAt, editedAt } = comment;
  const [isEditing, setEditing] = useState(false);
  const [edit] = useLateMutation(EditCommentDocument);
  const save = async (text: string): Promise<void> => {
    await edit({ variables: { id, text } });
    setEditing(false);
    await onChange();
  };
  const isReadable = state === 'VISIBLE' || (state === 'HIDDEN' && comment.text !== '');
  return (
    <article id={`comment-${id}`} className={classes.comment} data-linked={isLinked || undefined}>
      <p className={classes.meta}>
        {author && (
          <b>
            <UserLink user={author} />
          </b>
        )}{' '}
        <a href={`#comment-${id}`} className={classes.time}>
          <time dateTime={createdAt}>{formatMoment(createdAt)}</time>
        </a>
        {editedAt !== null && isReadable && (
          <CommentHistory editedAt={editedAt} revisions={comment.revisions} />
        )}
        {isFirst && <AboutLink comment={comment} />}
      </p>
      {state !== 'VISIBLE' && (
        <Text size="sm" c="dimmed" fs="italic">
          {PLACEHOLDERS[state]}
        </Text>
      )}
      {isEditing ? (
        <CommentForm
          findingId={finding.id}
          kinds={kinds}
          label="Edit the comment"
          action="Save"
          initial={comment.text}
          isFocused
          onSave={save}
          onCancel={() => setEditing(false)}
        />
      ) : (
        isReadable && (
          <>
            <div className={classes.body}>
              <SummaryView tree={comment.tree} kinds={kinds} />
            </div>
            <div className={classes.actions}>
              {state === 'VISIBLE' && <Reactions comment={comment} onChange={onChange} />}
              <CommentActions
                {...{ comment, isAdministrator, onReply, onChange }}
                onEdit={() => setEditing(true)}
              />
            </div>
          </>
        )
      )}
    </article>
  );
}

/** What a thread is about; it shows all threads about the same. */
function AboutLink({ comment }: { readonly comment: Comment_CommentFragment }) {
  const discussion = useDiscussion();
  const { cell, claim, claimText } = comment;
  const subject: Subject =
    cell !== null
      ? { type: 'cell', cell }
      : claim && claimText !== null
        ? { type: 'claim', id: claim.id, text: claimText }
        : null;
  if (!subject) return claimText === null ? null : <> on the removed claim {claimText}</>;
  return (
    <>
      {' on the '}
      <button type="button" className={classes.about} data-printed onClick={() => discussion?.open(subject)}>
        {describeSubject(subject)}
      </button>
    </>
  );
}

/** `2026-11-26 11:40`, in UTC. */
function formatMoment(moment: string): string {
  return moment.slice(0, 16).replace('T', ' ');
}
