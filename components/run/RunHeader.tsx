'use client';

import { Stack, Text } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { describeApplied } from '../../domain/pair-filter';
import { hasEnded } from '../../domain/run-status';
import { RunTitle } from '../analysis/RunTitle';
import { readError } from '../apollo/read-error';
import { useLateMutation } from '../apollo/use-late-mutation';
import {
  CancelRunDocument,
  type RunProgress_ProgressFragment,
  type RunView_RunFragment,
} from '../generated/graphql';
import { FoldedOnPhone } from '../sections/FoldedOnPhone';
import { ImportedLine } from '../site/Imported';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { setAddress } from '../../domain/set-address';
import { UserLink } from '../site/UserLink';
import { LeftOutPairs } from '../prompts/LeftOutPairs';
import { RunPrompts } from '../prompts/RunPrompts';
import { describeLengths } from '../sweep/role-labels';
import { describeStop } from '../sweep/early-stop';
import { readViewState } from '../sweep/view-state';
import { RunButtons } from './RunButtons';
import { RunProgressBar } from './RunProgressBar';
import { RunStatusSpoken } from './RunStatusSpoken';
import { RunVisibilityField } from './RunVisibility';
import classes from './run.module.css';

interface RunHeaderProps {
  readonly run: RunView_RunFragment;
  readonly progress: RunProgress_ProgressFragment;
  readonly refetch: () => Promise<unknown>;
}

/** The experiment of a run, its progress, and what the visitor can do with it. */
export function RunHeader({ run, progress, refetch }: RunHeaderProps) {
  const [cancel, cancelling] = useLateMutation(CancelRunDocument);
  const { status } = progress;
  // The bar keeps its place, so that results which are being read do not move when the run ends.
  const [isFollowed] = useState(!hasEnded(status));
  const { id, model, pairs } = run;
  const stop = describeStop(run);
  const { direction } = readViewState(useSearchParams(), run.pairCount);
  const isDenoising = (run.directions.find((one) => one === direction) ?? run.directions[0]) === 'DENOISING';
  return (
    <Stack gap={6}>
      <RunTitle run={run} />
      {run.imported && <ImportedLine imported={run.imported} provenance={run.provenance} />}
      <FoldedOnPhone label="Details and actions" className={classes.head}>
        <div className={classes.facts} data-folds>
          <span>Prompts of {describeLengths(pairs)}</span>
          <span>
            by <UserLink user={run.owner} isCited={run.visibility !== 'PRIVATE'} />
          </span>
          {run.promptSet && (
            <span>
              Pairs of the prompt set{' '}
              <TextLink inherit href={setAddress(run.promptSet.id, run.promptSet.version)}>
                {run.promptSet.name}, version {run.promptSet.version}
              </TextLink>
            </span>
          )}
          {run.filter && <span>Filter: {describeApplied(run.filter)}</span>}
          {stop && <span>{stop}</span>}
          {run.tags.map((tag) => (
            <TextLink key={tag} inherit href={`/runs?tag=${encodeURIComponent(tag)}`}>
              #{tag}
            </TextLink>
          ))}
          <div className={classes.visibility}>
            <RunVisibilityField run={run} />
          </div>
        </div>
        <RunButtons
          run={run}
          status={status}
          isCancelling={cancelling.loading}
          onCancel={() => void cancel({ variables: { id } }).then(refetch, () => {})}
        />
      </FoldedOnPhone>
      {run.wholeAnswers && (
        <Text size="xs" c="dimmed">
          Answers of several tokens are read as a whole: the logit difference is the difference of their
          log-probabilities.
        </Text>
      )}
      {run.notes && (
        <Text size="sm" className={classes.notes}>
          {run.notes}
        </Text>
      )}
      <RunStatusSpoken status={status} />
      {(!hasEnded(status) || (isFollowed && status === 'SUCCEEDED')) && (
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
      <RunPrompts run={run} baseSide={isDenoising ? 'corrupted' : 'clean'} />
    </Stack>
  );
}
