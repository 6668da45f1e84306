'use client';

import { useQuery } from '@apollo/client/react';
import { Button, CloseButton, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { cellOfSite } from '../../domain/patch-sites';
import { writeRequest } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import {
  JointPatchDocument,
  type JointPatch_PatchFragment,
  type Metric,
  type RunView_RunFragment,
} from '../generated/graphql';
import { Notice } from '../site/Notice';
import { RequestProblem } from '../site/RequestProblem';
import { describeDirections } from '../sweep/figure-context';
import type { ValueName, ViewState } from '../sweep/view-state';
import { DeleteButton } from './DeleteButton';
import { EffectBars } from './EffectBars';
import { EffectsByMetric } from './EffectsByMetric';
import { EffectsByPrompt } from './EffectsByPrompt';
import { JointControls } from './JointControls';
import { JointPredictions } from './JointPredictions';
import { describeInteraction, readEffect } from './joint-numbers';
import { describeMissingDonors, describeValue } from './joint-text';
import classes from './joint.module.css';
import { UserLink } from '../site/UserLink';

interface JointPanelProps {
  readonly id: string;
  readonly run: RunView_RunFragment;
  readonly value: ValueName;
  readonly metric: Metric;
  readonly prompt: number | null;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** One joint patch in detail. */
export function JointPanel({ id, run, onChange, ...view }: JointPanelProps) {
  const { data, error, refetch } = useQuery(JointPatchDocument, { variables: { id } });
  const close = (): void => onChange({ joint: null });
  if (error) return <RequestProblem error={error} onRetry={refetch} />;
  if (!data) return <Skeleton height={320} mt="xs" />;
  const { jointPatch } = data;
  if (jointPatch?.run.id !== run.id) {
    return (
      <Notice tone="warning" title="No such joint patch">
        This run has no joint patch {id}. It may have been deleted.
      </Notice>
    );
  }
  return <Panel patch={jointPatch} controls={jointPatch.controls} {...{ run, onChange, close }} {...view} />;
}

interface PanelProps extends Omit<JointPanelProps, 'id'> {
  readonly patch: JointPatch_PatchFragment;
  readonly controls: readonly JointPatch_PatchFragment[];
  readonly close: () => void;
}

function Panel({ patch, controls, run, value, metric, prompt, onChange, close }: PanelProps) {
  const { direction, sites, results, donors, creator, engine, provider } = patch;
  const result = results.find((one) => one.metric === metric) ?? results[0]!;
  const effect = readEffect(result, prompt === null ? undefined : [prompt]);
  const cells = sites.flatMap((site) => cellOfSite(site) ?? []);
  const missing = donors && describeMissingDonors(donors);
  return (
    <article aria-label="Joint patch" className={classes.panel}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <Title order={3} className={classes.heading}>
          {patch.title}
        </Title>
        <CloseButton aria-label="Close the joint patch" onClick={close} />
      </Group>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {sites.length} {sites.length === 1 ? 'site' : 'sites'} patched together with {describeValue(patch)}.{' '}
          {describeDirections([direction])}; by <UserLink user={creator} />; engine {engine} on {provider}.{' '}
          {missing}
        </Text>
        <Text size="sm" maw="80ch">
          Interaction is the joint effect minus the sum of the single effects: 0 when the effects add up.{' '}
          {effect && sites.length > 1 && describeInteraction(effect)}
        </Text>
        <Group gap="xs">
          {cells.length === sites.length && (
            <Button size="compact-xs" variant="default" onClick={() => onChange({ selection: cells })}>
              Select these cells
            </Button>
          )}
          <ShowCode
            title="Joint patch"
            code={() => ({ requests: [writeRequest(JointPatchDocument, { id: patch.id })] })}
          />
          {patch.isMine && <DeleteButton id={patch.id} onDeleted={close} />}
        </Group>
        <div className={classes.parts}>
          <EffectsByMetric results={results} {...{ value, prompt }} />
          {effect && <EffectBars {...{ effect, value, sites }} metric={result.metric} />}
          {run.pairs.length > 1 && <EffectsByPrompt {...{ result, controls, value }} pairs={run.pairs} />}
          {run.pairs.length > 1 && <JointControls {...{ patch, controls, result, value, prompt }} />}
          <JointPredictions {...{ patch, prompt }} pairs={run.pairs} />
        </div>
      </Stack>
    </article>
  );
}
