import { VisuallyHidden } from '@mantine/core';
import { visibleText, type TokenLike } from './token-text';
import classes from './tokens.module.css';

interface TokenProps {
  readonly token: TokenLike;
  readonly index?: number;
  /** Highlighted: bold, underlined and coloured. */
  readonly isMarked?: boolean;
}

/** One token. Screen readers announce that a marked token differs. */
export function Token({ token, index, isMarked = false }: TokenProps) {
  const title = `${index === undefined ? '' : `position ${index}, `}token ${token.id}`;
  return (
    <span className={classes.token} data-marked={isMarked || undefined} title={title}>
      {visibleText(token.text)}
      {isMarked && <VisuallyHidden> (differs)</VisuallyHidden>}
    </span>
  );
}
