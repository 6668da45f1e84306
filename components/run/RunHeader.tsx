'use client';

import { useMutation } from '@apollo/client/react';
import { Group, Stack, Text, Title } from '@mantine/core';
import { describeApplied } from '../../domain/pair-filter';
import { hasEnded } from '../../domain/run-status';
import { readError } from '../apollo/read-error';
import {
  CancelRunDocument,
  type RunProgress_ProgressFragment,
  type RunView_RunFragment,
} from '../generated/graphql';
import { describeDirections } from '../sweep/figure-context';
import { ImportedLine } from '../site/Imported';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { setAddress } from '../../domain/set-address';
import { UserLink } from '../site/UserLink';
import { LeftOutPairs } from '../prompts/LeftOutPairs';
import { PromptPairs } from '../prompts/PromptPairs';
import { describeLengths } from '../sweep/role-labels';
import { describeStop } from '../sweep/early-stop';
import { RunButtons } from './RunButtons';
import { RunProgressBar } from './RunProgressBar';
import { RunVisibilityField } from './RunVisibility';
import classes from './run.module.css';

interface RunHeaderProps {
  readonly run: RunView_RunFragment;
  readonly progress: RunProgress_ProgressFragment;
  readonly refetch: () => Promise<unknown>;
}

/** The experiment of a run, its progress, and what the visitor can do with it. */
export function RunHeader({ run, progress, refetch }: RunHeaderProps) {
  const [cancel, cancelling] = useMutation(CancelRunDocument);
  const { status } = progress;
  const { id, model, pairs } = run;
  const stop = describeStop(run);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <div className={classes.title}>
          <Title order={1}>{run.title}</Title>
          {run.imported && <ImportedLine imported={run.imported} provenance={run.provenance} />}
          <Text size="sm" c="dimmed">
            {describeDirections(run.directions)} on {model.id}, {run.pairCount.toLocaleString('en')} prompt{' '}
            {run.pairCount === 1 ? 'pair' : 'pairs'} of {describeLengths(pairs)}, by{' '}
            <UserLink user={run.owner} />
          </Text>
          {run.wholeAnswers && (
            <Text size="sm" c="dimmed">
              Answers of several tokens are read as a whole: the logit difference is the difference of their
              log-probabilities.
            </Text>
          )}
          {run.promptSet && (
            <Text size="sm" c="dimmed">
              Pairs of the prompt set{' '}
              <TextLink href={setAddress(run.promptSet.id, run.promptSet.version)}>
                {run.promptSet.name}, version {run.promptSet.version}
              </TextLink>
            </Text>
          )}
          {run.filter && (
            <Text size="sm" c="dimmed">
              Filter: {describeApplied(run.filter)}
            </Text>
          )}
          {stop && (
            <Text size="sm" c="dimmed">
              {stop}
            </Text>
          )}
          {run.notes && (
            <Text size="sm" mt={4} className={classes.notes}>
              {run.notes}
            </Text>
          )}
          <RunVisibilityField run={run} />
        </div>
        <RunButtons
          run={run}
          status={status}
          isCancelling={cancelling.loading}
          onCancel={() => void cancel({ variables: { id } }).then(refetch, () => {})}
        />
      </Group>
      {!hasEnded(status) && (
        <RunProgressBar progress={progress} total={run.sweepKinds.length} pairs={run.pairCount} />
      )}
      {cancelling.error && <Notice tone="error">{readError(cancelling.error).message}</Notice>}
      {run.error && (
        <Notice tone="error" title="This run failed">
          {run.error.message} <TextLink href={`/runs/new?from=${id}`}>Run it again</TextLink>
        </Notice>
      )}
      {status === 'CANCELLED' && <Notice>This run was cancelled. The finished sweeps are below.</Notice>}
      {model.unavailable && <Notice tone="warning">{model.unavailable}</Notice>}
      {run.unusable && <LeftOutPairs runId={id} unusable={run.unusable} />}
      <PromptPairs runId={id} pairs={pairs} count={run.pairCount} />
    </Stack>
  );
}
