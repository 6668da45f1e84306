import { VisuallyHidden } from '@mantine/core';
import { visibleText, type TokenLike } from '../tokens/token-text';
import classes from './prompt-strip.module.css';

interface PairColumnProps {
  /** Null where the clean prompt has no token in this column. */
  readonly clean: TokenLike | null;
  readonly corrupted: TokenLike | null;
  /** Position, or step of the position axis, in the plots; null for none. */
  readonly position: number | null;
  /** Position in its prompt, for the title. */
  readonly index: number;
  readonly roles: readonly string[];
}

/** A column of a prompt pair: one token where both prompts are equal, else the clean one and the corrupted one. */
export function PairColumn({ clean, corrupted, position, index, roles }: PairColumnProps) {
  const isEqual = clean?.id === corrupted?.id;
  const shown = clean ?? corrupted!;
  return (
    <span
      className={classes.column}
      {...(position !== null && { 'data-position': position })}
      title={`position ${index}, token ${shown.id}`}
    >
      {isEqual ? (
        <span className={classes.token}>{visibleText(shown.text)}</span>
      ) : (
        <span className={classes.difference}>
          <VisuallyHidden>clean </VisuallyHidden>
          <span>{clean ? visibleText(clean.text) : '∅'}</span>
          <span aria-hidden className={classes.arrow}>
            →
          </span>
          <VisuallyHidden>, corrupted </VisuallyHidden>
          <span>{corrupted ? visibleText(corrupted.text) : '∅'}</span>
        </span>
      )}
      {roles.length > 0 && <span className={classes.role}>{roles.join(', ')}</span>}
    </span>
  );
}
