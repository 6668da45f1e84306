import type { FindingCard_FindingFragment } from '../generated/graphql';
import { describeClaimCounts } from './describe-counts';
import classes from './gallery.module.css';

/** How many claims have each verdict, `3 ✓ 2 ✗`; nothing without claims. */
export function ClaimCounts({ counts }: { readonly counts: FindingCard_FindingFragment['claimCounts'] }) {
  const claims = describeClaimCounts(counts);
  if (claims === null) return null;
  return (
    <span title={claims.words} className={classes.claims}>
      {claims.parts.map(({ text, word }) => (
        <b key={word} data-verdict={word}>
          {text}
        </b>
      ))}
    </span>
  );
}
