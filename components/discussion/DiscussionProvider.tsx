'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useCallback, useMemo, useState, type ReactNode } from 'react';
import { useFreshRead } from '../apollo/use-fresh-read';
import { DiscussionCountsDocument, type DiscussionCounts_FindingFragment } from '../generated/graphql';
import { FINDING_ACTIVITY, type FindingActivityData } from '../live/subscriptions';
import { useLive } from '../live/use-live';
import { DiscussionContext } from './discussion-context';
import type { Subject } from './subject';

/** Id of the section with the threads. */
export const DISCUSSION_ID = 'discussion';

interface DiscussionProviderProps {
  /** As the page was rendered. */
  readonly initial: DiscussionCounts_FindingFragment;
  readonly children: ReactNode;
}

/** Keeps the numbers of comments and stars of a finding up to date, and tells the parts of its page what has changed. */
export function DiscussionProvider({ initial, children }: DiscussionProviderProps) {
  const read = useFreshRead();
  const router = useRouter();
  const [counts, setCounts] = useState(initial);
  const [subject, setSubject] = useState<Subject>(null);
  const [commentsVersion, setCommentsVersion] = useState(0);
  const [claimsVersion, setClaimsVersion] = useState(0);
  const { slug } = initial;
  const reloadCounts = useCallback(async (): Promise<void> => {
    const data = await read(DiscussionCountsDocument, { slug });
    if (data?.finding) setCounts(data.finding);
  }, [read, slug]);
  useLive<FindingActivityData>(FINDING_ACTIVITY, { findingId: slug }, ({ findingActivity: { kind } }) => {
    const isState = kind === 'STATE';
    // A reading that fails is repeated with the next event.
    if (kind !== 'REACTIONS') reloadCounts().catch(() => {});
    if (isState || kind === 'COMMENTS' || kind === 'REACTIONS') setCommentsVersion((version) => version + 1);
    if (isState || kind === 'EVIDENCE' || kind === 'VERDICTS') setClaimsVersion((version) => version + 1);
    if (kind === 'FINDING') startTransition(() => router.refresh());
  });
  const open = useCallback((wanted: Subject): void => {
    setSubject(wanted);
    document.getElementById(DISCUSSION_ID)?.scrollIntoView({ block: 'start' });
    document.getElementById(DISCUSSION_ID)?.focus({ preventScroll: true });
  }, []);
  const state = useMemo(
    () => ({ counts, subject, open, commentsVersion, claimsVersion, reloadCounts }),
    [counts, subject, open, commentsVersion, claimsVersion, reloadCounts],
  );
  return <DiscussionContext value={state}>{children}</DiscussionContext>;
}
