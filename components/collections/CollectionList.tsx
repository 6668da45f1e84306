import { Badge } from '@mantine/core';
import type { CollectionRow_CollectionFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { UserLink } from '../site/UserLink';
import classes from './collections.module.css';
import { VISIBILITY_TEXTS } from './visibility-texts';

/** Collections as rows. */
export function CollectionList({
  collections,
}: {
  readonly collections: readonly CollectionRow_CollectionFragment[];
}) {
  return (
    <ul className={classes.list}>
      {collections.map(({ id, slug, title, visibility, updatedAt, findingCount, owner }) => (
        <li key={id}>
          <TextLink href={`/collections/${slug}`}>{title}</TextLink>{' '}
          {visibility !== 'PUBLIC' && (
            <Badge size="sm" variant="light" color="gray">
              {VISIBILITY_TEXTS[visibility].word}
            </Badge>
          )}
          <span className={classes.facts}>
            <span>
              {findingCount} {findingCount === 1 ? 'finding' : 'findings'}
            </span>
            <UserLink user={owner} />
            <span>
              changed <time dateTime={updatedAt}>{updatedAt.slice(0, 10)}</time>
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
