'use client';

import { useMutation } from '@apollo/client/react';
import { Badge, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { readError } from '../apollo/read-error';
import {
  CancelRunDocument,
  type RunProgress_ProgressFragment,
  type RunView_RunFragment,
} from '../generated/graphql';
import { Notice } from '../site/Notice';
import { formatMs } from '../results/format-ms';
import { EditRunDialog } from './EditRunDialog';
import { PromptTokens } from './PromptTokens';
import { PublishDialog } from './PublishDialog';
import { RunAgain } from './RunAgain';
import { hasEnded } from '../../domain/run-status';
import { LinkButton, TextLink } from '../site/Links';
import classes from './run.module.css';

const COLOURS = {
  QUEUED: 'gray',
  RUNNING: 'indigo',
  SUCCEEDED: 'teal',
  FAILED: 'red',
  CANCELLED: 'orange',
} as const;
/** Prompt pairs shown before one asks for all. */
const FEW_PAIRS = 2;

interface RunHeaderProps {
  readonly run: RunView_RunFragment;
  readonly progress: RunProgress_ProgressFragment;
  readonly refetch: () => Promise<unknown>;
}

/** What the run is about, how far it is, and what can be done with it. */
export function RunHeader({ run, progress, refetch }: RunHeaderProps) {
  const [cancel, cancelling] = useMutation(CancelRunDocument);
  const [isPublishing, setPublishing] = useState(false);
  const [isEditing, setEditing] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const { status } = progress;
  const pairs = showsAll ? run.pairs : run.pairs.slice(0, FEW_PAIRS);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <div className={classes.title}>
          <Title order={1}>{run.title}</Title>
          <Text size="sm" c="dimmed">
            {run.direction === 'DENOISING' ? 'Denoising' : 'Noising'} on {run.model.id}, {run.pairs.length}{' '}
            prompt {run.pairs.length === 1 ? 'pair' : 'pairs'} of {run.pairs[0]!.cleanTokens.length} tokens,
            by {run.owner.name}
          </Text>
          {run.notes && (
            <Text size="sm" mt={4} className={classes.notes}>
              {run.notes}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Badge color={COLOURS[status]} variant="light" size="lg" data-testid="status">
            {status.toLowerCase()}
          </Badge>
          {!hasEnded(status) && run.isMine && (
            <Button
              size="xs"
              variant="default"
              loading={cancelling.loading}
              onClick={() => void cancel({ variables: { id: run.id } }).then(refetch, () => {})}
            >
              Cancel
            </Button>
          )}
          {run.finding && (
            <LinkButton size="xs" href={`/findings/${run.finding.slug}`}>
              Read the finding
            </LinkButton>
          )}
          {status === 'SUCCEEDED' && run.isMine && !run.finding && (
            <Button size="xs" onClick={() => setPublishing(true)}>
              Publish
            </Button>
          )}
          {run.isMine && (
            <Button size="xs" variant="default" onClick={() => setEditing(true)}>
              Title and notes
            </Button>
          )}
          {status === 'SUCCEEDED' && !run.isMine && <RunAgain run={run} isCopy />}
          {hasEnded(status) && <RunAgain run={run} />}
          <LinkButton size="xs" variant="default" href={`/runs/new?from=${run.id}`}>
            Edit as new run
          </LinkButton>
          {status === 'SUCCEEDED' && (
            <LinkButton size="xs" variant="default" href={`/compare?a=${run.id}`}>
              Compare
            </LinkButton>
          )}
        </Group>
      </Group>

      {!hasEnded(status) && <RunProgressBar progress={progress} total={run.sweepKinds.length} />}
      {cancelling.error && <Notice tone="error">{readError(cancelling.error).message}</Notice>}
      {run.error && (
        <Notice tone="error" title="This run failed">
          {run.error.message} <TextLink href={`/runs/new?from=${run.id}`}>Run it again</TextLink>
        </Notice>
      )}
      {status === 'CANCELLED' && <Notice>This run was cancelled. Sweeps that had finished are below.</Notice>}
      {run.model.unavailable && <Notice tone="warning">{run.model.unavailable}</Notice>}

      {pairs.map((pair) => (
        <div key={pair.index}>
          <PromptTokens pair={pair} count={run.pairs.length} />
          <Text size="xs" c="dimmed" ml={4}>
            correct “{pair.correct}”, incorrect “{pair.incorrect}”
          </Text>
        </div>
      ))}
      {run.pairs.length > FEW_PAIRS && (
        <Button size="compact-xs" variant="subtle" w="fit-content" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${run.pairs.length} pairs`}
        </Button>
      )}
      {isPublishing && <PublishDialog runId={run.id} onClose={() => setPublishing(false)} />}
      {isEditing && <EditRunDialog run={run} onClose={() => setEditing(false)} />}
    </Stack>
  );
}

function RunProgressBar({
  progress,
  total,
}: {
  readonly progress: RunProgress_ProgressFragment;
  readonly total: number;
}) {
  const percent = Math.round(100 * progress.fraction);
  const isQueued = progress.status === 'QUEUED';
  return (
    <div>
      <Progress
        value={isQueued ? 100 : percent}
        animated={isQueued}
        striped={isQueued}
        aria-label="Progress of the run"
      />
      <Text size="xs" c="dimmed" mt={4} aria-live="polite">
        {isQueued
          ? `Waiting for the engine${inLine(progress.queuePosition)}`
          : `${percent}%, ${progress.finishedSweeps.length} of ${total} sweeps, ${formatMs(progress.elapsedMs)} so far` +
            (progress.remainingMs === null ? '' : `, about ${formatMs(progress.remainingMs)} left`)}
      </Text>
    </div>
  );
}

/** Where a run that waits stands. */
function inLine(position: number | null): string {
  if (position === null) return '';
  return position === 1 ? ', next in line' : `, number ${position} in line`;
}
