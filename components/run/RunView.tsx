'use client';

import { Stack } from '@mantine/core';
import { RunPages } from '../analysis/RunPages';
import { SWEEPS_PAGE } from '../analysis/run-pages';
import { useLateQuery } from '../apollo/use-late-query';
import { RunPageDocument, type ForkedJointPatchesQuery, type RunPageQuery } from '../generated/graphql';
import type { StoredJointPatches } from '../joint/JointPatches';
import { Results } from '../results/Results';
import { RunHeader } from './RunHeader';
import { useRunProgress } from './use-run-progress';

interface RunViewProps {
  readonly id: string;
  /** As the page was rendered; the run exists. */
  readonly initial: RunPageQuery;
  readonly joint?: StoredJointPatches | undefined;
  readonly forkedJoint?: ForkedJointPatchesQuery | undefined;
}

/** The page of a run: header with progress, and results, which appear as sweeps finish. */
export function RunView({ id, initial, joint, forkedJoint }: RunViewProps) {
  const { data, refetch } = useLateQuery(RunPageDocument, { variables: { id }, initial });
  const run = (data ?? initial).run!;
  const progress = useRunProgress(id, run.progress, refetch);
  return (
    <Stack gap={10} data-wide>
      <RunHeader run={run} progress={progress} refetch={refetch} />
      <RunPages runId={id} current={SWEEPS_PAGE} />
      <Results run={run} hasContents {...{ joint, forkedJoint }} />
    </Stack>
  );
}
