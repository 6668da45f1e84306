'use client';

import { useDiscussion } from './discussion-context';
import { describeCommentCount } from './subject';
import classes from './claim-comments.module.css';

interface ClaimCommentsProps {
  readonly id: string;
  readonly text: string;
}

/** Opens the threads about a claim, or begins one; nothing on pages without a discussion. */
export function ClaimComments({ id, text }: ClaimCommentsProps) {
  const discussion = useDiscussion();
  if (!discussion) return null;
  const count = discussion.counts.claims.find((claim) => claim.id === id)?.commentCount ?? 0;
  return (
    <button
      type="button"
      className={classes.button}
      aria-label={`${count === 0 ? 'Comment' : describeCommentCount(count)} on the claim ${text}`}
      onClick={() => discussion.open({ type: 'claim', id, text })}
    >
      {count === 0 ? 'Comment' : describeCommentCount(count)}
    </button>
  );
}
