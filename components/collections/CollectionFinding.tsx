import { describeClaimCounts, describeEvidenceCounts } from '../gallery/describe-counts';
import type { CollectionFinding_FindingFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { UserLink } from '../site/UserLink';
import classes from './collections.module.css';

/** A finding of a collection in two lines: title, and who published it with what runs say of it. */
export function CollectionFinding({ finding }: { readonly finding: CollectionFinding_FindingFragment }) {
  const claims = describeClaimCounts(finding.claimCounts);
  return (
    <>
      <TextLink href={`/findings/${finding.slug}`}>{finding.title}</TextLink>
      <span className={classes.facts}>
        <UserLink user={finding.author} />
        <span>{finding.modelId}</span>
        {claims && <span title={claims.words}>{claims.short}</span>}
        {describeEvidenceCounts(finding.evidenceCounts).map((count) => (
          <span key={count}>{count}</span>
        ))}
      </span>
    </>
  );
}
