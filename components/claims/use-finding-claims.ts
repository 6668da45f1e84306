'use client';

import { useCallback, useEffect, useState } from 'react';
import { useFreshRead } from '../apollo/use-fresh-read';
import { useDiscussion } from '../discussion/discussion-context';
import { FindingClaimsDocument, type FindingClaims_FindingFragment } from '../generated/graphql';

/** A replication is looked at this often until it has ended, in ms. */
const LOOK_AGAIN_MS = 1500;

interface FindingClaimsState {
  readonly finding: FindingClaims_FindingFragment;
  readonly reload: () => Promise<void>;
}

/**
 * The claims of a finding and the runs that are attached to it, kept up to date.
 *
 * @param initial as the page was rendered; a page that is rendered again replaces what was read since.
 */
export function useFindingClaims(initial: FindingClaims_FindingFragment): FindingClaimsState {
  const read = useFreshRead();
  const [finding, setFinding] = useState(initial);
  const [rendered, setRendered] = useState(initial);
  if (rendered !== initial) {
    setRendered(initial);
    setFinding(initial);
  }
  const { slug } = initial;
  const reload = useCallback(async (): Promise<void> => {
    const data = await read(FindingClaimsDocument, { slug });
    if (data?.finding) setFinding(data.finding);
  }, [read, slug]);
  // Read again when the server says that attached runs or verdicts have changed.
  const version = useDiscussion()?.claimsVersion ?? 0;
  useEffect(() => {
    if (version > 0) reload().catch(() => {});
  }, [version, reload]);
  const isWaiting = finding.evidence.some(
    (one) => !one.isJudged && ['QUEUED', 'RUNNING', 'SUCCEEDED'].includes(one.run.status),
  );
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => void reload().catch(() => {}), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isWaiting, reload]);
  return { finding, reload };
}
