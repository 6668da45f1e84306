'use client';

import { useQuery } from '@apollo/client/react';
import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { AdministrationDocument, type AdministrationQuery } from '../generated/graphql';
import { RequestProblem } from '../site/RequestProblem';
import { ErrorSection } from './ErrorSection';
import { Figures } from './Figures';
import { ModelFilesTable } from './ModelFilesTable';
import { QueueSection } from './QueueSection';
import { RetentionSection } from './RetentionSection';
import { StorageSection } from './StorageSection';
import { WorkerTable } from './WorkerTable';

const POLL_MS = 3000;

/**
 * The state of the site, read again every few seconds.
 *
 * @param initial what the server has read for the page.
 */
export function AdministrationView({ initial }: { readonly initial: AdministrationQuery }) {
  const {
    data = initial,
    error,
    refetch,
  } = useQuery(AdministrationDocument, {
    ssr: false,
    pollInterval: POLL_MS,
    skipPollAttempt: () => document.hidden,
  });
  const { administration: state } = data;
  return (
    <Stack gap="xl">
      {error && <RequestProblem error={error} onRetry={refetch} />}
      <Figures state={state} />
      <Section title="Engines">
        <WorkerTable workers={state.workers} />
      </Section>
      <Section title="Queue">
        <QueueSection queue={state.queue} />
      </Section>
      <Section title="Errors">
        <ErrorSection errors={state.errors} />
      </Section>
      <Section title="Models">
        <ModelFilesTable models={state.models} />
      </Section>
      <Section title="Storage">
        <StorageSection storage={state.storage} />
      </Section>
      <Section title="Runs of guests">
        <RetentionSection retention={state.retention} />
      </Section>
    </Stack>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}
