import { SITES } from '../../domain/sites';
import Link from 'next/link';
import type { FindingCard_FindingFragment } from '../generated/graphql';
import { ImportedBadge } from '../site/Imported';
import { DEFAULT_METRIC } from '../sweep/metrics';
import { metricName } from '../sweep/value-text';
import { visibleText } from '../tokens/token-text';
import { describeGap, formatComponentEffect, VERDICT_TEXT } from './baseline-text';
import { UserLink } from '../site/UserLink';
import { describeClaimCounts, describeEvidenceCounts, describeTalk } from './describe-counts';
import { PromptLine } from './PromptLine';
import { Thumbnail } from './Thumbnail';
import classes from './gallery.module.css';

/** Tags that fit on a card. */
const MAX_TAGS = 3;

/**
 * A finding as a card. All cards have the same rows, so they are equally high whatever they say: thumbnail beside the components
 * with the largest effects, title, difference of the prompts, what was measured, what runs and people say of it, and its origin.
 *
 * Links are not prefetched: pages are rendered on request, and one gallery page has about sixty links.
 *
 * @param heading level of the title's heading.
 */
export function FindingCard({
  finding,
  heading: Heading = 'h2',
}: {
  readonly finding: FindingCard_FindingFragment;
  readonly heading?: 'h2' | 'h3';
}) {
  const { card, tags } = finding;
  const { baseline } = card;
  const claims = describeClaimCounts(finding.claimCounts);
  const evidence = [
    ...describeEvidenceCounts(finding.evidenceCounts),
    ...(finding.forkCount > 0 ? [`${finding.forkCount} ${finding.forkCount === 1 ? 'fork' : 'forks'}`] : []),
  ];
  const talk = describeTalk(finding);
  const problem = VERDICT_TEXT[baseline.verdict];
  const unit = problem === null ? 'recovery' : 'change in logits';
  const [direction, ...others] = card.directions.map((one) => one.toLowerCase());
  const [metric] = finding.run.metrics;
  const shown = `${unit} of the logit difference, ${direction}`;
  return (
    <article className={classes.card}>
      <div className={classes.band}>
        <Thumbnail
          light={finding.thumbnail}
          dark={finding.darkThumbnail}
          label={`${SITES[card.kind].title}, by layer, ${unit}`}
          shape={card.shape}
          isOfHeads={SITES[card.kind].activation !== null}
        />
        <p className={classes.components} title={shown}>
          {card.topComponents.map((component) => (
            <span key={component.label}>
              <span>{component.label}</span> <b>{formatComponentEffect(component, baseline.verdict)}</b>
            </span>
          ))}
        </p>
      </div>
      <Heading className={classes.title} title={finding.title}>
        <Link href={`/findings/${finding.slug}`} prefetch={false}>
          {finding.title}
        </Link>
      </Heading>
      <PromptLine text={card.prompt} />
      <p className={classes.facts}>
        <span
          title={
            others.length > 0 ? `The numbers are of ${direction}, the run’s first direction.` : undefined
          }
        >
          {direction}
          {others.length > 0 && ` (also ${others.join(', ')})`}
        </span>
        {metric !== undefined && metric !== DEFAULT_METRIC && (
          <span
            title={`The run’s first metric is the ${metricName(metric)}. Cards show the logit difference, which every run has.`}
          >
            logit difference
          </span>
        )}
        <span>
          {visibleText(card.correct)} / {visibleText(card.incorrect)}
        </span>
        <span>{describeGap(baseline)}</span>
      </p>
      {problem === null ? (
        <p className={classes.facts}>
          {claims !== null && <span title={claims.words}>{claims.short}</span>}
          {[...evidence, ...talk].map((count) => (
            <span key={count}>{count}</span>
          ))}
        </p>
      ) : (
        <p className={classes.warning}>
          <span title={baseline.cannotNormalise ?? undefined}>Change in logits, no recovery: {problem}</span>
          {claims !== null && <span title={claims.words}>{claims.short}</span>}
          {[...evidence, ...talk].map((count) => (
            <span key={count}>{count}</span>
          ))}
        </p>
      )}
      <p className={classes.meta}>
        <UserLink user={finding.author} />
        <span>{finding.modelId}</span>
        {finding.run.imported && <ImportedBadge />}
        <time dateTime={finding.createdAt}>{finding.createdAt.slice(0, 10)}</time>
        {tags.slice(0, MAX_TAGS).map((tag) => (
          <Link key={tag} href={`/?tag=${encodeURIComponent(tag)}`} prefetch={false} className={classes.tag}>
            #{tag}
          </Link>
        ))}
        {tags.length > MAX_TAGS && (
          <span title={tags.slice(MAX_TAGS).join(', ')}>+{tags.length - MAX_TAGS}</span>
        )}
      </p>
    </article>
  );
}
