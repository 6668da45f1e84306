'use client';

import { Button } from '@mantine/core';
import { readError } from '../../apollo/read-error';
import { useLateMutation } from '../../apollo/use-late-mutation';
import { StarFindingDocument, UnstarFindingDocument } from '../../generated/graphql';
import { useDiscussion } from '../../discussion/discussion-context';

/** Stars the finding of the page, or takes the star from it; it shows the number of stars. */
export function StarButton() {
  const { counts, reloadCounts } = useDiscussion()!;
  const [star, starring] = useLateMutation(StarFindingDocument);
  const [unstar, unstarring] = useLateMutation(UnstarFindingDocument);
  const { id, starCount, isStarred } = counts;
  const toggle = async (): Promise<void> => {
    await (isStarred ? unstar : star)({ variables: { findingId: id } });
    await reloadCounts();
  };
  const error: unknown = starring.error ?? unstarring.error;
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-pressed={isStarred}
      aria-label={`Star, ${starCount} in all`}
      title={error ? readError(error).message : 'Keep this finding in your list of stars'}
      loading={starring.loading || unstarring.loading}
      onClick={() => void toggle().catch(() => {})}
    >
      {isStarred ? '★' : '☆'} {starCount}
    </Button>
  );
}
