'use client';

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { readError } from '../../apollo/read-error';
import { useLateMutation } from '../../apollo/use-late-mutation';
import { AddCommentDocument, type SweepKind, type DiscussionQuery } from '../../generated/graphql';
import { Notice } from '../../site/Notice';
import { CommentForm } from './CommentForm';
import { useDiscussion } from '../../discussion/discussion-context';
import { DISCUSSION_ID } from '../../discussion/DiscussionProvider';
import { describeSubject } from '../../discussion/subject';
import { Thread } from './Thread';
import { useLinkedComment } from './use-linked-comment';
import { useThreads } from './use-threads';
import classes from './discussion.module.css';

interface DiscussionProps {
  /** The first page of threads, as the page was rendered. */
  readonly initial: NonNullable<DiscussionQuery['finding']>['comments'];
  /** Sweep kinds of the run; references can point to their cells. */
  readonly kinds: readonly SweepKind[];
  readonly isAdministrator: boolean;
}

/** The comments on a finding: threads, newest first, about all of it, or about a claim or a cell. */
export function Discussion({ initial, kinds, isAdministrator }: DiscussionProps) {
  const discussion = useDiscussion()!;
  const { counts, subject, open, commentsVersion, reloadCounts } = discussion;
  const linkedId = useLinkedComment();
  const { threads, hasMore, error, isLoading, loadMore, reload } = useThreads(
    counts.slug,
    subject,
    commentsVersion,
    linkedId,
    initial,
  );
  const [add] = useLateMutation(AddCommentDocument);
  const [scrolledTo, setScrolledTo] = useState<string | null>(null);
  useEffect(() => {
    if (linkedId === null || linkedId === scrolledTo) return;
    const comment = document.getElementById(`comment-${linkedId}`);
    if (!comment) return;
    comment.scrollIntoView({ block: 'center' });
    setScrolledTo(linkedId);
    // Threads that arrive later may have the comment.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps -- the effect reads what they render
  }, [linkedId, scrolledTo, threads]);
  const refresh = async (): Promise<void> => {
    // What was saved stays saved when reading fails; the next change reads again.
    await Promise.all([reload(), reloadCounts().catch(() => {})]);
  };
  const save = async (text: string): Promise<void> => {
    const about = {
      claimId: subject?.type === 'claim' ? subject.id : null,
      cell: subject?.type === 'cell' ? subject.cell : null,
    };
    await add({ variables: { findingId: counts.id, text, ...about } });
    await refresh();
  };
  return (
    <section id={DISCUSSION_ID} aria-label="Discussion" className={classes.section} tabIndex={-1}>
      <Title order={2}>
        Discussion{' '}
        <Text span c="dimmed" size="sm" fw={400}>
          {counts.commentCount === 0 ? 'no comments yet' : counts.commentCount}
        </Text>
      </Title>
      <Text size="xs" c="dimmed">
        Follow it in a feed reader:{' '}
        <a href={`/findings/${counts.slug}/feed.xml`} className={classes.feed}>
          Atom
        </a>{' '}
        or{' '}
        <a href={`/findings/${counts.slug}/rss.xml`} className={classes.feed}>
          RSS
        </a>
      </Text>
      {subject && (
        <Group gap={8} my={8}>
          <Text size="sm">About the {describeSubject(subject)}</Text>
          <Button size="compact-xs" variant="default" onClick={() => open(null)}>
            Show all threads
          </Button>
        </Group>
      )}
      <CommentForm
        findingId={counts.id}
        kinds={kinds}
        label={subject ? `New comment on the ${describeSubject(subject)}` : 'New comment'}
        action="Comment"
        onSave={save}
      />
      {error ? (
        <Notice tone="error">{readError(error).message}</Notice>
      ) : (
        threads.length === 0 &&
        !isLoading && (
          <Text size="sm" c="dimmed" mt="sm">
            {subject ? 'There is no thread about it yet.' : 'Nobody has commented on this finding yet.'}
          </Text>
        )
      )}
      <Stack gap={0} component="ol" className={classes.threads} aria-label="Threads">
        {threads.map((thread) => (
          <Thread
            key={thread.id}
            thread={thread}
            finding={counts}
            {...{ kinds, isAdministrator, linkedId }}
            onChange={refresh}
          />
        ))}
      </Stack>
      {hasMore && (
        <Button size="compact-sm" variant="default" loading={isLoading} onClick={loadMore}>
          Show older threads
        </Button>
      )}
    </section>
  );
}
