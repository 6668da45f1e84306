import { SITES } from '../../domain/sites';
import Link from 'next/link';
import type { FindingCard_FindingFragment } from '../generated/graphql';
import { visibleText } from '../tokens/token-text';
import { describeGap, formatComponentEffect, VERDICT_TEXT } from './baseline-text';
import { PromptLine } from './PromptLine';
import { Thumbnail } from './Thumbnail';
import classes from './gallery.module.css';

/** Tags that a card has room for. */
const FEW_TAGS = 3;

/**
 * A finding in short, as high as every other one: picture, title, where the prompts differ, the components that matter most,
 * and whether the model does the task at all.
 *
 * Its links are not fetched ahead: every page is made when it is asked for, and forty of them would be for one look at
 * the gallery.
 */
export function FindingCard({ finding }: { readonly finding: FindingCard_FindingFragment }) {
  const { card, tags } = finding;
  const { baseline } = card;
  const problem = VERDICT_TEXT[baseline.verdict];
  const unit = problem === null ? 'recovery' : 'change in logits';
  return (
    <article className={classes.card}>
      <Thumbnail
        light={finding.thumbnail}
        dark={finding.darkThumbnail}
        label={`${SITES[card.kind].title}, by layer, ${unit}`}
      />
      <div className={classes.body}>
        <h2 className={classes.title} title={finding.title}>
          <Link href={`/findings/${finding.slug}`} prefetch={false}>
            {finding.title}
          </Link>
        </h2>
        <PromptLine text={card.prompt} />
        <p className={classes.components} title={unit}>
          {card.topComponents.map((component) => (
            <span key={component.label}>
              {component.label} <b>{formatComponentEffect(component, baseline.verdict)}</b>
            </span>
          ))}
        </p>
        <p className={classes.facts}>
          <span>{card.direction.toLowerCase()}</span>
          <span>
            {visibleText(card.correct)} / {visibleText(card.incorrect)}
          </span>
        </p>
        <p className={classes.facts}>
          <span>{describeGap(baseline)}</span>
        </p>
        {problem !== null && (
          <p className={classes.warning} title={baseline.cannotNormalise ?? undefined}>
            Change in logits, no recovery: {problem}
          </p>
        )}
        <p className={classes.meta}>
          <span>{finding.author.name}</span>
          <span>{finding.modelId}</span>
          <time dateTime={finding.createdAt}>{finding.createdAt.slice(0, 10)}</time>
          {tags.slice(0, FEW_TAGS).map((tag) => (
            <Link
              key={tag}
              href={`/?tag=${encodeURIComponent(tag)}`}
              prefetch={false}
              className={classes.tag}
            >
              #{tag}
            </Link>
          ))}
          {tags.length > FEW_TAGS && (
            <span title={tags.slice(FEW_TAGS).join(', ')}>+{tags.length - FEW_TAGS}</span>
          )}
        </p>
      </div>
    </article>
  );
}
