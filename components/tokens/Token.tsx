import { VisuallyHidden } from '@mantine/core';
import { visibleText, type TokenLike } from './token-text';
import classes from './tokens.module.css';

interface TokenProps {
  readonly token: TokenLike;
  readonly index?: number;
  /** Set off from its neighbours: bold and underlined as well as coloured. */
  readonly isMarked?: boolean;
}

/** One token as a chip; a marked one says so to screen readers. */
export function Token({ token, index, isMarked = false }: TokenProps) {
  const title = `${index === undefined ? '' : `position ${index}, `}token ${token.id}`;
  return (
    <span className={classes.token} data-marked={isMarked || undefined} title={title}>
      {visibleText(token.text)}
      {isMarked && <VisuallyHidden> (differs)</VisuallyHidden>}
    </span>
  );
}
