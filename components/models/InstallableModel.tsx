'use client';

import { useMutation, useSubscription } from '@apollo/client/react';
import { Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { readError } from '../apollo/read-error';
import {
  CancelInstallationDocument,
  InstallModelDocument,
  ModelInstallationDocument,
  type InstallableModel_ModelFragment,
  type Installation_InstallationFragment,
} from '../generated/graphql';
import { formatMs } from '../results/format-ms';
import { Notice } from '../site/Notice';
import { formatBytes, formatParameters } from './format-bytes';
import classes from './models.module.css';

interface InstallableModelProps {
  readonly model: InstallableModel_ModelFragment;
  readonly isAdministrator: boolean;
  readonly refetch: () => Promise<unknown>;
}

/** A model that can be installed: its description, and the progress of its download. */
export function InstallableModel({ model, isAdministrator, refetch }: InstallableModelProps) {
  const variables = { id: model.repository };
  const [install, installing] = useMutation(InstallModelDocument, { variables });
  const [cancel, cancelling] = useMutation(CancelInstallationDocument, { variables });
  const [live, setLive] = useState<Installation_InstallationFragment | null>(null);
  const isActive = isUnderWay(model.installation);
  useSubscription(ModelInstallationDocument, {
    variables,
    skip: !isActive,
    onData({ data: { data } }) {
      if (!data) return;
      setLive(data.modelInstallation);
      if (!isUnderWay(data.modelInstallation)) void refetch().then(() => setLive(null));
    },
  });
  const now = live ?? model.installation;
  const error = installing.error ?? cancelling.error;
  const { description, id, repository, parameters, downloadBytes, hasKnownChecksum } = model;
  const facts = [
    ...(parameters ? [`${formatParameters(parameters)} parameters`] : []),
    ...(downloadBytes ? [`${formatBytes(downloadBytes)} to download`] : []),
    hasKnownChecksum ? 'checksum known' : 'trusted on first download',
  ];
  return (
    <Paper withBorder p="sm" component="article" aria-label={id}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start" gap="xs">
          <div>
            <Title order={3}>{id}</Title>
            <Text size="sm">{description}</Text>
            <Text size="sm" c="dimmed" className={classes.repository}>
              {repository}
              {model.revision ? `@${model.revision.slice(0, 7)}` : ''}; {facts.join(', ')}
            </Text>
          </div>
          {isAdministrator && !isUnderWay(now) && (
            <Button size="xs" loading={installing.loading} onClick={() => void install().catch(() => {})}>
              {now.receivedBytes > 0 ? 'Resume' : 'Install'}
            </Button>
          )}
          {isAdministrator && isUnderWay(now) && (
            <Button
              size="xs"
              variant="default"
              loading={cancelling.loading}
              onClick={() => void cancel().catch(() => {})}
            >
              Cancel
            </Button>
          )}
        </Group>
        {isUnderWay(now) && <InstallProgress installation={now} />}
        {!isUnderWay(now) && now.receivedBytes > 0 && (
          <Text size="sm" c="dimmed">
            {formatBytes(now.receivedBytes)} of an unfinished download are kept.
          </Text>
        )}
        {now.state === 'FAILED' && now.message && (
          <Notice tone="error" title="Installation failed">
            {now.message}
          </Notice>
        )}
        {error && <Notice tone="error">{readError(error).message}</Notice>}
      </Stack>
    </Paper>
  );
}

function InstallProgress({ installation }: { readonly installation: Installation_InstallationFragment }) {
  const { id, state, receivedBytes, totalBytes, bytesPerSecond, remainingMs, message } = installation;
  const percent = totalBytes ? (100 * receivedBytes) / totalBytes : 0;
  const isMeasured = totalBytes !== null && state === 'DOWNLOADING';
  const words = [
    ...(state === 'CHECKING' ? ['Checking the download'] : []),
    ...(isMeasured ? [`${Math.floor(percent)}%`] : []),
    ...(receivedBytes > 0
      ? [formatBytes(receivedBytes) + (totalBytes ? ` of ${formatBytes(totalBytes)}` : '')]
      : []),
    ...(bytesPerSecond ? [`${formatBytes(bytesPerSecond)}/s`] : []),
    ...(remainingMs ? [`about ${formatMs(remainingMs)} left`] : []),
  ];
  return (
    <div>
      <Progress
        value={isMeasured ? percent : 100}
        animated={!isMeasured}
        striped={!isMeasured}
        aria-label={`Download of ${id}`}
      />
      <Text size="xs" c="dimmed" mt={4} aria-live="polite">
        {message ? `${message} ` : ''}
        {words.length > 0 || message ? words.join(', ') : 'Contacting the hub'}
      </Text>
    </div>
  );
}

function isUnderWay({ state }: { readonly state: Installation_InstallationFragment['state'] }): boolean {
  return state === 'WAITING' || state === 'DOWNLOADING' || state === 'CHECKING';
}
