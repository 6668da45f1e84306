import Link from 'next/link';
import { fitTags } from './fit-tags';
import classes from './gallery.module.css';

interface CardTagsProps {
  readonly tags: readonly string[];
  /** What people say of the finding, in short: `★ 3`. */
  readonly talk: readonly string[];
}

/** The last line of a card: the tags that fit, and stars and comments. */
export function CardTags({ tags, talk }: CardTagsProps) {
  const { shown, others } = fitTags(
    tags,
    talk.reduce((sum, text) => sum + text.length + 2, 0),
  );
  return (
    <p className={classes.tags}>
      {shown.map((tag) => (
        <Link key={tag} href={`/?tag=${encodeURIComponent(tag)}`} prefetch={false} className={classes.tag}>
          #{tag}
        </Link>
      ))}
      {others.length > 0 && <span title={others.join(', ')}>+{others.length}</span>}
      {talk.length > 0 && (
        <span className={classes.talk}>
          {talk.map((text) => (
            <span key={text}>{text}</span>
          ))}
        </span>
      )}
    </p>
  );
}
