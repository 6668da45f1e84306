import { SITES } from '../../domain/sites';
import { SHORT_VERDICT, VERDICT_TEXT } from '../gallery/baseline-text';
import { ClaimCounts } from '../gallery/ClaimCounts';
import { describeEvidenceCounts } from '../gallery/describe-counts';
import { Thumbnail } from '../gallery/Thumbnail';
import type { CollectionFinding_FindingFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { UserLink } from '../site/UserLink';
import classes from './collections.module.css';

/** A finding of a collection in a row: its heatmap, its title, what runs say of it, and who published it. */
export function CollectionFinding({ finding }: { readonly finding: CollectionFinding_FindingFragment }) {
  const { slug, title, author, modelId, thumbnail, darkThumbnail, card } = finding;
  const { kind, shape, baseline } = card;
  return (
    <div className={classes.row}>
      <div className={classes.picture}>
        <Thumbnail
          light={thumbnail}
          dark={darkThumbnail}
          label={`${SITES[kind].title}, by layer`}
          shape={shape}
          isOfHeads={SITES[kind].activation !== null}
        />
      </div>
      <div className={classes.body}>
        <TextLink href={`/findings/${slug}`}>{title}</TextLink>
        <span className={classes.facts}>
          <ClaimCounts counts={finding.claimCounts} />
          {baseline.verdict !== 'OK' && (
            <span className={classes.problem} title={VERDICT_TEXT[baseline.verdict] ?? undefined}>
              {SHORT_VERDICT[baseline.verdict]}
            </span>
          )}
          {describeEvidenceCounts(finding.evidenceCounts).map((count) => (
            <span key={count}>{count}</span>
          ))}
          <UserLink user={author} />
          <span>{modelId}</span>
        </span>
      </div>
    </div>
  );
}
