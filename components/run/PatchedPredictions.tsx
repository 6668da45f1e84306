'use client';

import { useQuery } from '@apollo/client/react';
import { Skeleton, Stack, Text } from '@mantine/core';
import { readError } from '../apollo/read-error';
import { PatchedPredictionsDocument, type Direction } from '../generated/graphql';
import { PredictionTable } from '../predictions/PredictionTable';
import { Notice } from '../site/Notice';
import type { PinnedCell } from './view-state';

interface PatchedPredictionsProps {
  readonly runId: string;
  readonly direction: Direction;
  readonly pinned: PinnedCell;
  /** Index of the prompt; null for the mean, when the first one stands for it. */
  readonly prompt: number | null;
}

/** What the model would say next after this patch, between what it says without it and what it says on the other prompt. */
export function PatchedPredictions({ runId, direction, pinned, prompt }: PatchedPredictionsProps) {
  const { kind, layer, head, position } = pinned;
  const shown = prompt ?? 0;
  const { data, error } = useQuery(PatchedPredictionsDocument, {
    variables: { id: runId, kind, layer, head, position, prompt: shown },
    // A sweep has no identity of its own in the cache.
    fetchPolicy: 'no-cache',
  });
  if (error) {
    return (
      <Notice tone="warning" title="No predictions under this patch">
        {readError(error).message}
      </Notice>
    );
  }
  const predictions = data?.run?.sweep?.patched;
  const [base, source] = direction === 'DENOISING' ? ['corrupted', 'clean'] : ['clean', 'corrupted'];
  return (
    <section aria-label="Predictions under this patch">
      <Text size="sm" fw={600}>
        Next token, prompt {shown + 1}
      </Text>
      {predictions ? (
        <Stack gap="xs">
          <PredictionTable title="Patched" rows={predictions.patched} />
          <PredictionTable title={`Base (${base}), unpatched`} rows={predictions.base} />
          <PredictionTable title={`Source (${source})`} rows={predictions.source} />
        </Stack>
      ) : (
        <Skeleton height={200} />
      )}
    </section>
  );
}
