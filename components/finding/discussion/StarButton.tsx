'use client';

import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { readError } from '../../apollo/read-error';
import { StarFindingDocument, UnstarFindingDocument } from '../../generated/graphql';
import { useDiscussion } from '../../discussion/discussion-context';

/** Stars the finding of the page, or takes the star from it; it shows the number of stars. */
export function StarButton() {
  const { counts, reloadCounts } = useDiscussion()!;
  const [star, starring] = useMutation(StarFindingDocument);
  const [unstar, unstarring] = useMutation(UnstarFindingDocument);
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
