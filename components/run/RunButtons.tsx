'use client';

import { Badge, Button, Group } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useRouter } from 'next/navigation';
import { hasEnded, type RunStatus } from '../../domain/run-status';
import { usePageActions, type PageAction } from '../actions/page-actions';
import { withClient } from '../apollo/browser-client';
import type { RunView_RunFragment } from '../generated/graphql';
import { LinkButton } from '../site/Links';
import { RunAgain } from './RunAgain';
import classes from './run.module.css';

const EditRunDialog = dynamic(
  () => withClient(import('./EditRunDialog')).then((module) => module.EditRunDialog),
  {
    ssr: false,
  },
);
const PublishDialog = dynamic(
  () => withClient(import('./PublishDialog')).then((module) => module.PublishDialog),
  {
    ssr: false,
  },
);

const COLOURS = {
  QUEUED: 'gray',
  RUNNING: 'indigo',
  SUCCEEDED: 'teal',
  FAILED: 'red',
  CANCELLED: 'orange',
} as const satisfies Readonly<Record<RunStatus, string>>;

interface RunButtonsProps {
  readonly run: RunView_RunFragment;
  /** May be newer than the run. */
  readonly status: RunStatus;
  readonly isCancelling: boolean;
  readonly onCancel: () => void;
}

/** The status of a run, and what the visitor can do with it. */
export function RunButtons({ run, status, isCancelling, onCancel }: RunButtonsProps) {
  const [isPublishing, setPublishing] = useState(false);
  const [isEditing, setEditing] = useState(false);
  const { id, isMine, visibility, finding } = run;
  const hasSucceeded = status === 'SUCCEEDED';
  const router = useRouter();
  const canPublish = hasSucceeded && isMine && !finding;
  const actions: (PageAction | false)[] = [
    canPublish && { id: 'publish', label: 'Publish this run as a finding', run: () => setPublishing(true) },
    finding !== null && {
      id: 'read-finding',
      label: 'Read the finding of this run',
      run: () => router.push(`/findings/${finding.slug}`),
    },
    isMine && { id: 'title', label: 'Title, tags and notes of this run', run: () => setEditing(true) },
    hasSucceeded && {
      id: 'compare',
      label: 'Compare this run with another',
      run: () => router.push(`/compare?a=${id}`),
    },
    {
      id: 'edit-as-new',
      label: 'Edit as a new run',
      keywords: 'fork change copy',
      run: () => router.push(`/runs/new?from=${id}`),
    },
    isMine &&
      !hasEnded(status) && { id: 'cancel', label: 'Cancel this run', keywords: 'stop', run: onCancel },
  ];
  usePageActions(actions.filter((action) => action !== false));
  return (
    <Group gap={2}>
      <Badge color={COLOURS[status]} variant="light" mr={6} data-testid="status">
        {status.toLowerCase()}
      </Badge>
      {!hasEnded(status) && isMine && (
        <Button size="xs" variant="default" loading={isCancelling} onClick={onCancel}>
          Cancel
        </Button>
      )}
      {finding && (
        <LinkButton size="xs" href={`/findings/${finding.slug}`}>
          Read the finding
        </LinkButton>
      )}
      {canPublish && (
        <Button size="xs" onClick={() => setPublishing(true)}>
          Publish
        </Button>
      )}
      <div className={classes.more} data-folds>
        {isMine && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setEditing(true)}>
            Title, tags and notes
          </Button>
        )}
        {hasSucceeded && !isMine && visibility === 'PUBLIC' && <RunAgain run={run} isCopy />}
        {hasEnded(status) && <RunAgain run={run} />}
        <LinkButton size="compact-xs" variant="subtle" color="gray" href={`/runs/new?from=${id}`}>
          Edit as new run
        </LinkButton>
        {hasSucceeded && (
          <LinkButton size="compact-xs" variant="subtle" color="gray" href={`/compare?a=${id}`}>
            Compare
          </LinkButton>
        )}
      </div>
      {isPublishing && <PublishDialog runId={id} onClose={() => setPublishing(false)} />}
      {isEditing && <EditRunDialog run={run} onClose={() => setEditing(false)} />}
    </Group>
  );
}
