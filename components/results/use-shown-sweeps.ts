'use client';

import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { RunOfPromptDocument, type RunView_RunFragment } from '../generated/graphql';
import { readComputed } from '../sweep/computed';
import { decodeFloats, readGap, valuesShown } from '../sweep/effects';
import type { ShownSweep } from '../sweep/SweepFacets';
import type { ValueName, ViewState } from '../sweep/view-state';

interface ShownSweeps {
  /** Finished sweeps of the run; of one prompt, those that have been read. */
  readonly sweeps: readonly ShownSweep[];
  /** What the values of the sweeps are. */
  readonly value: ValueName;
  /** What is shown unless the visitor chooses: recovery, or the change where recovery is not meaningful. */
  readonly usual: ValueName;
  readonly hasRecovery: boolean;
}

/** The sweeps of a run with the values that the view asks for: of the mean or of one prompt. */
export function useShownSweeps(
  run: RunView_RunFragment,
  { value: wanted, prompt }: Pick<ViewState, 'value' | 'prompt'>,
): ShownSweeps {
  const { baseline, direction, pairs } = run;
  const ofPrompt = useQuery(RunOfPromptDocument, {
    variables: { id: run.id, prompt: prompt ?? 0 },
    skip: prompt === null,
    // A sweep has no identity in the cache: the values of one prompt would replace the mean.
    fetchPolicy: 'no-cache',
  });
  const promptSweeps = prompt === null ? undefined : ofPrompt.data?.run?.sweeps;
  const hasRecovery = baseline !== null && !readGap(baseline, direction, prompt).gapTooSmall;
  const usual = hasRecovery && baseline.verdict === 'OK' ? 'recovery' : 'change';
  const value = wanted === 'recovery' && !hasRecovery ? usual : (wanted ?? usual);
  const sweeps = useMemo(() => {
    if (!baseline) return [];
    const gap = readGap(baseline, direction, prompt);
    return run.sweeps.flatMap((sweep): ShownSweep[] => {
      const own = promptSweeps?.find(({ kind }) => kind === sweep.kind);
      if (prompt !== null && !own) return [];
      const raw = decodeFloats((own ?? sweep).data);
      return [{ ...sweep, raw, values: valuesShown(raw, gap, value), computed: readComputed(sweep, pairs) }];
    });
  }, [baseline, direction, pairs, run.sweeps, prompt, promptSweeps, value]);
  return { sweeps, value, usual, hasRecovery };
}
