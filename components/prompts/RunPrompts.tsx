'use client';

import { useState } from 'react';
import type { AnalysedRun_RunFragment, RunView_RunFragment } from '../generated/graphql';
import { PromptPairs } from './PromptPairs';
import { PromptStrip } from './PromptStrip';

interface RunPromptsProps {
  readonly run: Pick<RunView_RunFragment | AnalysedRun_RunFragment, 'id' | 'pairs' | 'pairCount' | 'roles'>;
  /** The prompt whose positions the plots have. */
  readonly baseSide: 'clean' | 'corrupted';
}

/** The prompt pairs of a run: one of them in a line, all on request. */
export function RunPrompts({ run: { id, pairs, pairCount, roles }, baseSide }: RunPromptsProps) {
  const [isListing, setListing] = useState(false);
  return (
    <>
      <PromptStrip {...{ pairs, roles, baseSide, isListing }} count={pairCount} onListing={setListing} />
      {isListing && <PromptPairs runId={id} pairs={pairs} count={pairCount} />}
    </>
  );
}
