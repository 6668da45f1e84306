import { Token } from './Token';
import type { TokenLike } from './token-text';
import classes from './tokens.module.css';

interface TokenRowProps {
  readonly tokens: readonly TokenLike[];
  /** Positions to mark. */
  readonly differing?: readonly number[];
}

/** A row of tokens. */
export function TokenRow({ tokens, differing = [] }: TokenRowProps) {
  return (
    <span className={classes.row}>
      {tokens.map((token, index) => (
        <Token key={index} token={token} index={index} isMarked={differing.includes(index)} />
      ))}
    </span>
  );
}
