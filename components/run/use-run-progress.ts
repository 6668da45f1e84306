'use client';

import { useSubscription } from '@apollo/client/react';
import { startTransition, useEffect, useRef, useState } from 'react';
import { hasEnded } from '../../domain/run-status';
import { RunProgressDocument, type RunProgress_ProgressFragment } from '../generated/graphql';

/** Interval of polling while the stream is broken, in ms. */
const POLL_MS = 2000;

/**
 * Follows the progress of a run by server-sent events, or by polling while they fail.
 *
 * @param refetch reads the run again; called for each new sweep and each new status.
 */
export function useRunProgress(
  id: string,
  stored: RunProgress_ProgressFragment,
  refetch: () => Promise<unknown>,
): RunProgress_ProgressFragment {
  const [live, setLive] = useState<RunProgress_ProgressFragment | null>(null);
  const seen = useRef(`${stored.status} ${stored.finishedSweeps.length}`);
  const isOver = hasEnded(stored.status);
  const { error } = useSubscription(RunProgressDocument, {
    variables: { id },
    skip: isOver,
    onData({ data: { data } }) {
      if (!data) return;
      setLive(data.runProgress);
      const now = `${data.runProgress.status} ${data.runProgress.finishedSweeps.length}`;
      // A transition keeps the present results on the page until the new ones have arrived.
      if (now !== seen.current) startTransition(() => void refetch());
      seen.current = now;
    },
  });
  const isBroken = error !== undefined && !isOver;
  useEffect(() => {
    if (!isBroken) return undefined;
    const timer = setInterval(() => startTransition(() => void refetch()), POLL_MS);
    return () => clearInterval(timer);
  }, [isBroken, refetch]);
  return isOver || isBroken || !live ? stored : live;
}
