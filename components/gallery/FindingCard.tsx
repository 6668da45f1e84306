import Link from 'next/link';
import type { FindingCard_FindingFragment } from '../generated/graphql';
import { KIND_TEXT } from '../run/kinds';
import { TokenRow } from '../tokens/TokenRow';
import { Thumbnail } from './Thumbnail';
import classes from './gallery.module.css';

/**
 * A finding in short: picture, title, prompt, the components that matter most.
 *
 * Its links are not fetched ahead: every page is made when it is asked for, and forty of them would be for one look at
 * the gallery.
 */
export function FindingCard({ finding }: { readonly finding: FindingCard_FindingFragment }) {
  const { card, tags } = finding;
  return (
    <article className={classes.card}>
      <Thumbnail shape={card.shape} data={card.data} label={`${KIND_TEXT[card.kind].title}, by layer`} />
      <div className={classes.body}>
        <h2 className={classes.title}>
          <Link href={`/findings/${finding.slug}`} prefetch={false}>
            {finding.title}
          </Link>
        </h2>
        <TokenRow tokens={card.clean} differing={card.differingPositions} />
        <p className={classes.components}>
          {card.topComponents.map(({ label, recovery }) => (
            <span key={label}>
              {label} <b>{`${recovery! < 0 ? '−' : '+'}${Math.abs(recovery!).toFixed(2)}`}</b>
            </span>
          ))}
        </p>
        <p className={classes.meta}>
          <span>{finding.author.name}</span>
          <span>{finding.modelId}</span>
          <time dateTime={finding.createdAt}>{finding.createdAt.slice(0, 10)}</time>
          {tags.map((tag) => (
            <Link
              key={tag}
              href={`/?tag=${encodeURIComponent(tag)}`}
              prefetch={false}
              className={classes.tag}
            >
              #{tag}
            </Link>
          ))}
        </p>
      </div>
    </article>
  );
}
