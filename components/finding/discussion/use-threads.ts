'use client';

/** The threads of a finding, page by page, read again when something has changed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useFreshRead } from '../../apollo/use-fresh-read';
import {
  CommentThreadDocument,
  DiscussionDocument,
  type DiscussionQuery,
  type Thread_CommentFragment,
} from '../../generated/graphql';
import type { Subject } from '../../discussion/subject';

/** Threads of one page. */
const PAGE = 20;
/** Largest page of the API. */
const MAX_PAGE = 100;

type Comments = NonNullable<DiscussionQuery['finding']>['comments'];

export interface Threads {
  readonly threads: readonly Thread_CommentFragment[];
  readonly hasMore: boolean;
  /** Null when the last reading worked. */
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly loadMore: () => void;
  readonly reload: () => Promise<void>;
}

/**
 * @param version another number makes the threads be read again.
 * @param initial the first page about the finding as a whole.
 * @param linkedId a comment whose thread is shown whatever its place, such as that of a link; null for none.
 */
export function useThreads(
  slug: string,
  subject: Subject,
  version: number,
  linkedId: string | null,
  initial: Comments,
): Threads {
  const read = useFreshRead();
  const [wanted, setWanted] = useState(PAGE);
  const [shown, setShown] = useState<{ threads: readonly Thread_CommentFragment[]; hasMore: boolean }>(
    () => ({
      threads: initial.edges.map(({ node }) => node),
      hasMore: initial.pageInfo.hasNextPage,
    }),
  );
  const [error, setError] = useState<unknown>(null);
  const [isLoading, setLoading] = useState(false);
  const latest = useRef(0);
  const claimId = subject?.type === 'claim' ? subject.id : null;
  const cell = subject?.type === 'cell' ? subject.cell : null;
  const reload = useCallback(async (): Promise<void> => {
    const turn = ++latest.current;
    setLoading(true);
    try {
      const threads: Thread_CommentFragment[] = [];
      let after: string | null = null;
      let hasMore = true;
      while (hasMore && threads.length < wanted) {
        const first: number = Math.min(MAX_PAGE, wanted - threads.length);
        const page: DiscussionQuery | undefined = await read(DiscussionDocument, {
          slug,
          first,
          after,
          claimId,
          cell,
        });
        const comments: Comments | undefined = page?.finding?.comments;
        threads.push(...(comments?.edges.map(({ node }) => node) ?? []));
        hasMore = comments?.pageInfo.hasNextPage ?? false;
        after = comments?.pageInfo.endCursor ?? null;
      }
      if (
        linkedId !== null &&
        claimId === null &&
        cell === null &&
        !threads.some((one) => has(one, linkedId))
      ) {
        const data = await read(CommentThreadDocument, { id: linkedId });
        if (data?.comment) threads.push(data.comment.thread);
      }
      // An answer to an earlier question must not replace a newer one.
      if (turn !== latest.current) return;
      setShown({ threads, hasMore });
      setError(null);
    } catch (problem) {
      if (turn === latest.current) setError(problem);
    } finally {
      if (turn === latest.current) setLoading(false);
    }
  }, [read, slug, claimId, cell, wanted, linkedId]);
  // The page has the first threads already.
  const isRead = useRef(linkedId === null || shown.threads.some((thread) => has(thread, linkedId)));
  useEffect(() => {
    if (isRead.current) isRead.current = false;
    else void reload();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each version of the comments is read anew
  }, [reload, version]);
  const loadMore = useCallback(() => setWanted((count) => count + PAGE), []);
  return { ...shown, error, isLoading, loadMore, reload };
}

function has({ id, replies }: Thread_CommentFragment, commentId: string): boolean {
  return id === commentId || replies.some((reply) => reply.id === commentId);
}
