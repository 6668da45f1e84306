'use client';

import { useQuery } from '@apollo/client/react';
import { PatchedPredictionsDocument, type Direction, type RunView_RunFragment } from '../generated/graphql';
import { PredictionsByRun } from '../predictions/PredictionsByRun';
import { RequestProblem } from '../site/RequestProblem';
import type { PinnedCell } from '../sweep/view-state';

interface PatchedPredictionsProps {
  readonly runId: string;
  readonly direction: Direction;
  readonly pairs: RunView_RunFragment['pairs'];
  readonly pinned: PinnedCell;
  /** Index of the prompt; null for the mean, which shows the first prompt. */
  readonly prompt: number | null;
}

/** The most probable next tokens after this patch and of the two unpatched runs; the answers are marked. */
export function PatchedPredictions({ runId, direction, pairs, pinned, prompt }: PatchedPredictionsProps) {
  const { kind, layer, head, position, src = null } = pinned;
  const shown = prompt ?? 0;
  const { data, error, refetch } = useQuery(PatchedPredictionsDocument, {
    variables: { id: runId, kind, direction, layer, head, position, src, prompt: shown },
  });
  if (error) {
    return (
      <RequestProblem
        error={error}
        tone="warning"
        title="No predictions under this patch"
        onRetry={refetch}
      />
    );
  }
  return (
    <PredictionsByRun
      label="Predictions under this patch"
      predictions={data?.run?.sweep?.patched}
      {...{ direction, pairs, shown }}
    />
  );
}
