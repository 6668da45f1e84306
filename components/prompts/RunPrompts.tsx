'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { AnalysedRun_RunFragment, RunView_RunFragment } from '../generated/graphql';
import { PromptStrip } from './PromptStrip';

const PairsDialog = dynamic(() => import('./PairsDialog').then((module) => module.PairsDialog), {
  ssr: false,
});

interface RunPromptsProps {
  readonly run: Pick<
    RunView_RunFragment | AnalysedRun_RunFragment,
    'id' | 'pairs' | 'pairCount' | 'roles' | 'baseline'
  > & { readonly sweeps?: readonly Pick<RunView_RunFragment['sweeps'][number], 'kind'>[] };
  /** The prompt whose positions the plots have. */
  readonly baseSide: 'clean' | 'corrupted';
}

/** The prompt pairs of a run: one of them in a line, all in a dialog on request. */
export function RunPrompts({ run, baseSide }: RunPromptsProps) {
  const { id, pairs, pairCount, roles, baseline, sweeps } = run;
  const [isListing, setListing] = useState(false);
  return (
    <>
      <PromptStrip {...{ pairs, roles, baseSide }} count={pairCount} onList={() => setListing(true)} />
      {isListing && (
        <PairsDialog
          runId={id}
          pairs={pairs}
          count={pairCount}
          perPrompt={baseline?.perPrompt}
          kind={sweeps?.[0]?.kind ?? null}
          onClose={() => setListing(false)}
        />
      )}
    </>
  );
}
