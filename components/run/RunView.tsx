'use client';

import { useSuspenseQuery } from '@apollo/client/react';
import { Stack } from '@mantine/core';
import { RunPages } from '../analysis/RunPages';
import { SWEEPS_PAGE } from '../analysis/run-pages';
import { RunPageDocument } from '../generated/graphql';
import { Results } from '../results/Results';
import { RunHeader } from './RunHeader';
import { useRunProgress } from './use-run-progress';

/** The page of a run: header with progress, and results, which appear as sweeps finish. */
export function RunView({ id }: { readonly id: string }) {
  const { data, refetch } = useSuspenseQuery(RunPageDocument, { variables: { id } });
  const run = data.run!;
  const progress = useRunProgress(id, run.progress, refetch);
  return (
    <Stack gap={10} data-wide>
      <RunHeader run={run} progress={progress} refetch={refetch} />
      <RunPages runId={id} current={SWEEPS_PAGE} />
      <Results run={run} hasContents />
    </Stack>
  );
}
