'use client';

import { useQuery } from '@apollo/client/react';
import {
  JointPredictionsDocument,
  type JointPatch_PatchFragment,
  type RunView_RunFragment,
} from '../generated/graphql';
import { PredictionsByRun } from '../predictions/PredictionsByRun';
import { RequestProblem } from '../site/RequestProblem';

interface JointPredictionsProps {
  readonly patch: JointPatch_PatchFragment;
  /** Index of the prompt; null for the mean, which shows the first prompt. */
  readonly prompt: number | null;
  readonly pairs: RunView_RunFragment['pairs'];
}

/** The most probable next tokens after the joint patch and of the two unpatched runs. */
export function JointPredictions({ patch, prompt, pairs }: JointPredictionsProps) {
  const { id, direction } = patch;
  const shown = prompt ?? 0;
  const { data, error, refetch } = useQuery(JointPredictionsDocument, { variables: { id, prompt: shown } });
  if (error) {
    return (
      <RequestProblem
        error={error}
        tone="warning"
        title="No predictions under this joint patch"
        onRetry={refetch}
      />
    );
  }
  return (
    <PredictionsByRun
      label="Predictions under this joint patch"
      predictions={data?.jointPatch?.predictions}
      {...{ direction, pairs, shown }}
    />
  );
}
