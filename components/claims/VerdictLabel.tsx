import type { Verdict } from '../generated/graphql';
import { VERDICT_TEXTS } from './verdict-text';
import classes from './claims.module.css';

/** A verdict as a sign and a word. */
export function VerdictLabel({ verdict }: { readonly verdict: Verdict }) {
  const { sign, word } = VERDICT_TEXTS[verdict];
  return (
    <span className={classes.verdict} data-verdict={verdict.toLowerCase()}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  );
}
