import { visibleText } from '../tokens/token-text';
import type { TokenShare } from './learning';
import classes from './learn.module.css';

interface TokenBarsProps {
  readonly label: string;
  readonly tokens: readonly TokenShare[];
  /** Tokens to point out: the two answers. */
  readonly marked?: { readonly correct: string; readonly incorrect: string } | undefined;
}

/** The most probable next tokens as bars. */
export function TokenBars({ label, tokens, marked }: TokenBarsProps) {
  return (
    <ol className={classes.bars} aria-label={label}>
      {tokens.map(({ text, probability }) => (
        <li
          key={text}
          data-answer={
            text === marked?.correct ? 'correct' : text === marked?.incorrect ? 'incorrect' : undefined
          }
        >
          <code>{visibleText(text)}</code>
          <span className={classes.bar} aria-hidden>
            <span style={{ width: `${(100 * probability).toFixed(2)}%` }} />
          </span>
          <span className={classes.percent}>{(100 * probability).toFixed(1)}%</span>
        </li>
      ))}
    </ol>
  );
}
