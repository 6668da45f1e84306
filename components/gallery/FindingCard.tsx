import { SITES } from '../../domain/sites';
import Link from 'next/link';
import type { FindingCard_FindingFragment } from '../generated/graphql';
import { ImportedBadge } from '../site/Imported';
import { formatComponentEffect } from './baseline-text';
import { UserLink } from '../site/UserLink';
import { CardFacts } from './CardFacts';
import { CardTags } from './CardTags';
import { describeTalk } from './describe-counts';
import { PromptLine } from './PromptLine';
import { Thumbnail } from './Thumbnail';
import classes from './gallery.module.css';

/**
 * A finding as a card: thumbnail beside the components with the largest effects, title, difference of the prompts, verdicts and what
 * was measured, and its origin. Texts take the lines that they need, and a grid makes its cards equally high: only tags are left out.
 *
 * Links are not prefetched: pages are rendered on request, and one gallery page has about sixty links.
 *
 * @param heading level of the title's heading.
 * @param mark a short text on the card's edge: why it is where it is.
 */
export function FindingCard({
  finding,
  heading: Heading = 'h2',
  mark,
}: {
  readonly finding: FindingCard_FindingFragment;
  readonly heading?: 'h2' | 'h3';
  readonly mark?: string;
}) {
  const { card } = finding;
  const { baseline } = card;
  const unit = baseline.verdict === 'OK' ? 'recovery' : 'change in logits';
  const shown = `${unit} of the logit difference, ${card.directions[0]!.toLowerCase()}`;
  return (
    <article className={classes.card}>
      {mark !== undefined && <p className={classes.mark}>{mark}</p>}
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
      <CardFacts finding={finding} />
      <footer className={classes.meta}>
        <p>
          <UserLink user={finding.author} />
          <span>{finding.modelId}</span>
          {finding.run.imported && <ImportedBadge />}
          <time dateTime={finding.createdAt}>{finding.createdAt.slice(0, 10)}</time>
        </p>
        <CardTags tags={finding.tags} talk={describeTalk(finding)} />
      </footer>
    </article>
  );
}
