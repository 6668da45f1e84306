'use client';

import { IconHeart, IconHelp, IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import { REACTION_KINDS, REACTIONS, type ReactionKind } from '../../../domain/reactions';
import { readError } from '../../apollo/read-error';
import { useLateMutation } from '../../apollo/use-late-mutation';
import { ReactDocument, type Comment_CommentFragment } from '../../generated/graphql';
import classes from './discussion.module.css';

interface ReactionsProps {
  readonly comment: Pick<Comment_CommentFragment, 'id' | 'reactions'>;
  readonly onChange: () => Promise<void>;
}

/** Icons, since not every system has a font with pictures. */
const ICONS = { AGREE: IconThumbUp, DISAGREE: IconThumbDown, THANKS: IconHeart, UNSURE: IconHelp } as const;

/** The reactions to a comment; a click adds or removes one's own. */
export function Reactions({ comment: { id, reactions }, onChange }: ReactionsProps) {
  const [react, { error }] = useLateMutation(ReactDocument);
  const toggle = async (kind: ReactionKind, on: boolean): Promise<void> => {
    await react({ variables: { commentId: id, kind, on } });
    await onChange();
  };
  return (
    <span role="group" aria-label="Reactions" className={classes.reactions}>
      {REACTION_KINDS.map((kind) => {
        const title = REACTIONS[kind];
        const Icon = ICONS[kind];
        const { count, isMine } = reactions.find((one) => one.kind === kind) ?? { count: 0, isMine: false };
        return (
          <button
            key={kind}
            type="button"
            className={classes.reaction}
            data-empty={count === 0 || undefined}
            aria-pressed={isMine}
            aria-label={`${title}: ${count}`}
            title={title}
            onClick={() => void toggle(kind, !isMine).catch(() => {})}
          >
            <Icon size={14} aria-hidden />
            {count > 0 && <span aria-hidden="true">{count}</span>}
          </button>
        );
      })}
      {error && <span role="alert">{readError(error).message}</span>}
    </span>
  );
}
