'use client';

import { startTransition, useEffect, useRef, useState } from 'react';
import { hasEnded } from '../../domain/run-status';
import { useLateSubscription } from '../apollo/use-late-subscription';
import { RunProgressDocument, type RunProgress_ProgressFragment } from '../generated/graphql';

/** Interval of polling while the stream is broken, in ms. */
const POLL_MS = 2000;
/** Shortest interval between two readings of a run for new batches alone, in ms. */
const BATCH_MS = 3000;

/**
 * Follows the progress of a run by server-sent events, or by polling while they fail.
 *
 * @param refetch reads the run again; called for each new sweep, each new status and, not too often, new batches.
 */
export function useRunProgress(
  id: string,
  stored: RunProgress_ProgressFragment,
  refetch: () => Promise<unknown>,
): RunProgress_ProgressFragment {
  const [live, setLive] = useState<RunProgress_ProgressFragment | null>(null);
  const seen = useRef(describeState(stored));
  const refetched = useRef(0);
  const isOver = hasEnded(stored.status);
  const error = useLateSubscription(RunProgressDocument, isOver ? null : { id }, ({ runProgress }) => {
    setLive(runProgress);
    const now = describeState(runProgress);
    const time = performance.now();
    // Batches of a large run may end many times a second; a later one is shown soon.
    const isNewBatch = now.pairs !== seen.current.pairs && time - refetched.current > BATCH_MS;
    if (now.sweeps === seen.current.sweeps && !isNewBatch) return;
    refetched.current = time;
    seen.current = now;
    // A transition keeps the present results on the page until the new ones have arrived.
    startTransition(() => void refetch());
  });
  const isBroken = error !== undefined && !isOver;
  useEffect(() => {
    if (!isBroken) return undefined;
    const timer = setInterval(() => startTransition(() => void refetch()), POLL_MS);
    return () => clearInterval(timer);
  }, [isBroken, refetch]);
  return isOver || isBroken || !live ? stored : live;
}

/** What of a run is stored: its finished sweeps, and the pairs of a run in batches. */
function describeState({ status, finishedSweeps, computedPairs }: RunProgress_ProgressFragment) {
  return { sweeps: `${status} ${finishedSweeps.length}`, pairs: computedPairs };
}
