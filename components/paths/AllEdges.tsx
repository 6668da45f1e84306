'use client';

import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { hasEnded } from '../../domain/run-status';
import { readError } from '../apollo/read-error';
import { writeRequest } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import {
  AllEdgesDocument,
  CancelRunDocument,
  type AllEdgesQuery,
  type AnalysedRun_RunFragment,
} from '../generated/graphql';
import type { Tone } from '../plot/heatmap/scale';
import { RunProgressBar } from '../run/RunProgressBar';
import { Notice } from '../site/Notice';
import { TextPlaceholder } from '../site/Placeholders';
import { RequestProblem } from '../site/RequestProblem';
import { decodeFloats, readGap } from '../sweep/effects';
import { EdgeResults } from './EdgeResults';
import type { PathState, PathValue } from './path-state';
import { RequestEdges } from './RequestEdges';
import { usePolling } from './use-polling';

/** A run that is computed is read again after this time, in ms. */
const POLL_MS = 2000;

interface AllEdgesProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: PathState;
  readonly value: PathValue;
  readonly tone: Tone;
  readonly onChange: (change: Partial<PathState>) => void;
}

/** The effects of every edge between heads: requested, in progress, or as a ranking and heatmaps. */
export function AllEdges({ run, state, value, tone, onChange }: AllEdgesProps) {
  const { direction, metric } = state;
  const variables = { id: run.id, direction, metric };
  const { data, error, refetch, startPolling, stopPolling } = useQuery(AllEdgesDocument, {
    variables,
    // Edges have no identity in the cache.
    fetchPolicy: 'no-cache',
  });
  const stored = data?.run;
  usePolling(stored ? !hasEnded(stored.status) : false, POLL_MS, startPolling, stopPolling);
  return (
    <section aria-labelledby="all-edges">
      <Group gap="sm" mb="xs">
        <Title order={2} id="all-edges">
          All edges between heads
        </Title>
        <ShowCode
          title="All edges between heads"
          code={() => ({ requests: [writeRequest(AllEdgesDocument, variables)] })}
        />
      </Group>
      <Stack gap="sm">
        <Text size="sm" maw="90ch">
          The path patch of every pair of a sender and a later receiver, to its queries, keys and values, with
          MLPs and LayerNorm recomputed.
        </Text>
        {error ? (
          <RequestProblem error={error} tone="warning" onRetry={refetch} />
        ) : !stored ? (
          <TextPlaceholder lines={2} width="60ch" />
        ) : stored.edges ? (
          <StoredEdges {...{ run, state, value, tone, onChange }} stored={stored} edges={stored.edges} />
        ) : (
          <RequestEdges run={run} state={state} />
        )}
      </Stack>
    </section>
  );
}

interface StoredEdgesProps extends AllEdgesProps {
  readonly stored: NonNullable<AllEdgesQuery['run']>;
  readonly edges: NonNullable<NonNullable<AllEdgesQuery['run']>['edges']>;
}

/** Edges of this run: progress until all are computed, and the results so far. */
function StoredEdges({ run, state, value, tone, onChange, stored, edges }: StoredEdgesProps) {
  const { direction, metric } = state;
  const [cancel, cancelling] = useMutation(CancelRunDocument);
  const raw = useMemo(() => decodeFloats(edges.raw), [edges.raw]);
  const { clean, corrupted } = edges.unpatched;
  const gap = useMemo(
    () => readGap({ clean, corrupted, perPrompt: [] }, direction, null, metric),
    [clean, corrupted, direction, metric],
  );
  const layers = run.model.layers - 1;
  const isOver = hasEnded(stored.status);
  if (!run.directions.includes(direction))
    return <Notice>The edges of this run are computed for {run.directions[0]!.toLowerCase()} only.</Notice>;
  return (
    <Stack gap="sm">
      {!isOver && (
        <Group gap="md" align="end">
          <div style={{ flex: '1 1 260px', maxWidth: 520 }}>
            <RunProgressBar
              progress={stored.progress}
              total={stored.sweepKinds.length}
              pairs={run.pairs.length}
            />
          </div>
          {stored.isMine && (
            <Button
              size="compact-sm"
              variant="default"
              loading={cancelling.loading}
              onClick={() => {
                cancel({ variables: { id: run.id } }).catch(() => {});
              }}
            >
              Cancel
            </Button>
          )}
        </Group>
      )}
      {cancelling.error && <Notice tone="error">{readError(cancelling.error).message}</Notice>}
      <Text size="sm" c="dimmed">
        {edges.count.toLocaleString('en')} edges; {edges.finishedLayers.length} of {layers} layers of
        receivers are computed.
      </Text>
      {edges.finishedLayers.length > 0 && (
        <EdgeResults {...{ run, state, value, tone, gap, raw, onChange }} />
      )}
    </Stack>
  );
}
