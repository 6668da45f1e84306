'use client';

import { Stack } from '@mantine/core';
import { useMemo } from 'react';
import { AnalysisFrame } from '../analysis/AnalysisFrame';
import { ATTRIBUTION_PAGE } from '../analysis/run-pages';
import { useAddressState } from '../analysis/use-address-state';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { readAttributionState, writeAttributionState } from './attribution-state';
import { LogitLens } from './LogitLens';
import { ShareSection } from './ShareSection';

/** What a run's model writes and predicts at each layer, without patching. */
export function AttributionView({ run }: { readonly run: AnalysedRun_RunFragment }) {
  return (
    <AnalysisFrame
      run={run}
      page={ATTRIBUTION_PAGE}
      oneLengthOnly="The prompts of this run have several lengths. Attribution by source position and the logit lens average over prompts of one length: run the pairs of one length alone."
      oneTokenOnly="The answers of this run are read as a whole. Direct logit attribution and the logit lens read one token: run the first tokens of the answers."
      about={
        <>
          Nothing is patched here. Direct logit attribution says what each component writes in the direction
          of the correct answer at the last position; it misses effects through later layers. For those, see
          the <TextLink href={`/runs/${run.id}`}>sweeps</TextLink>.
        </>
      }
    >
      <Readings run={run} />
    </AnalysisFrame>
  );
}

function Readings({ run }: { readonly run: AnalysedRun_RunFragment }) {
  const { pairs, model } = run;
  const codec = useMemo(() => {
    const sizes = { prompts: pairs.length, layers: model.layers, heads: model.heads };
    return {
      read: (search: URLSearchParams) => readAttributionState(search, sizes),
      write: writeAttributionState,
    };
  }, [pairs, model]);
  const [state, change] = useAddressState(codec);
  return (
    <Stack gap="xl">
      <ShareSection {...{ run, state }} onChange={change} />
      <LogitLens {...{ run, state }} onChange={change} />
    </Stack>
  );
}
