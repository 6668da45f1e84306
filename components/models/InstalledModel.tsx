'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { readError } from '../apollo/read-error';
import { PublishNotebookDocument, type InstalledModel_ModelFragment } from '../generated/graphql';
import { LinkButton, TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { formatParameters } from './format-bytes';
import { Verification } from './Verification';

interface InstalledModelProps {
  readonly model: InstalledModel_ModelFragment;
  readonly isAdministrator: boolean;
}

/** An installed model: its sizes and its verification, or the reason why it cannot be used. */
export function InstalledModel({ model, isAdministrator }: InstalledModelProps) {
  const [publish, publishing] = useMutation(PublishNotebookDocument);
  const { id, layers, heads, dModel, context, parameters, unavailable, verification } = model;
  const { canPublishNotebook } = model;
  const runs = publishing.data?.publishNotebook;
  return (
    <Paper withBorder p="sm" component="article" aria-label={id}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start" gap="xs">
          <div>
            <Title order={3}>{id}</Title>
            {unavailable === null && (
              <Text size="sm" c="dimmed">
                {layers} layers of {heads} heads, width {dModel}, up to {context} tokens,{' '}
                {formatParameters(parameters)} parameters
              </Text>
            )}
          </div>
          {unavailable === null && (
            <Group gap="xs">
              {isAdministrator && canPublishNotebook && (
                <Button
                  size="xs"
                  variant="default"
                  loading={publishing.loading}
                  disabled={runs !== undefined}
                  onClick={() => void publish({ variables: { model: id } }).catch(() => {})}
                >
                  Publish the notebook’s findings
                </Button>
              )}
              <LinkButton size="xs" variant="default" href={`/runs/new?model=${encodeURIComponent(id)}`}>
                New run
              </LinkButton>
              <LinkButton size="xs" variant="default" href={`/?model=${encodeURIComponent(id)}`}>
                Findings on this model
              </LinkButton>
              <LinkButton size="xs" variant="default" href={`/heads/${encodeURIComponent(id)}`}>
                Heads in findings
              </LinkButton>
            </Group>
          )}
        </Group>
        {unavailable !== null && (
          <Notice tone="warning" title="Cannot be used">
            {unavailable}
          </Notice>
        )}
        {publishing.error && <Notice tone="error">{readError(publishing.error).message}</Notice>}
        {runs && (
          <Text size="sm" role="status">
            {runs.every(({ status }) => status === 'SUCCEEDED')
              ? 'Published: '
              : 'Being computed, then published: '}
            {runs.map((run, index) => (
              <span key={run.id}>
                {index > 0 && ', '}
                <TextLink href={`/runs/${run.id}`}>experiment {index + 1}</TextLink>
              </span>
            ))}
          </Text>
        )}
        {unavailable === null && verification && (
          <Verification modelId={id} verification={verification} isAdministrator={isAdministrator} />
        )}
      </Stack>
    </Paper>
  );
}
