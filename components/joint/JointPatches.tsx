'use client';

import { Anchor, Button, Group, Skeleton, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import { memo, useEffect, useRef, useState } from 'react';
import { withClient } from '../apollo/browser-client';
import { useLateQuery } from '../apollo/use-late-query';
import {
  JointPatchesDocument,
  type JointPatchesQuery,
  type Metric,
  type RunView_RunFragment,
} from '../generated/graphql';
import { WideTable } from '../site/WideTable';
import { metricName } from '../sweep/value-text';
import type { ValueName, ViewState } from '../sweep/view-state';
import { Table } from '../table/Table';
import {
  chooseEffectName,
  describeEffectName,
  formatJoint,
  pickInteraction,
  pickNumber,
  readEffect,
} from './joint-numbers';
import { VALUE_LABELS } from './joint-text';
import classes from './joint.module.css';

const JointPanel = dynamic(() => withClient(import('./JointPanel')).then((module) => module.JointPanel), {
  loading: () => <Skeleton height={320} mt="xs" />,
});

/** The section, for the contents of the page. */
export const JOINT_PATCHES = { id: 'joint-patches', title: 'Joint patches' } as const;

/** Rows that are shown at first. */
const FIRST_ROWS = 8;

/** The stored joint patches of a run in one metric. */
export interface StoredJointPatches {
  readonly metric: Metric;
  readonly data: JointPatchesQuery;
}

interface JointPatchesProps {
  readonly run: RunView_RunFragment;
  readonly value: ValueName;
  readonly metric: Metric;
  /** Index of the prompt; null for the mean. */
  readonly prompt: number | null;
  /** Id of the joint patch that is shown; null for none. */
  readonly shown: string | null;
  /** As the page was rendered; undefined where the server has read none. */
  readonly initial?: StoredJointPatches | undefined;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** The stored joint patches of a run, and the one that is shown. Nothing before there is one. */
export const JointPatches = memo(function JointPatches(props: JointPatchesProps) {
  const { run, value, metric, prompt, shown, initial, onChange } = props;
  // The list stays while another metric is read.
  const { lastData: data } = useLateQuery(JointPatchesDocument, {
    variables: { id: run.id, metric },
    initial: initial?.metric === metric ? initial.data : undefined,
  });
  const [isWhole, setWhole] = useState(false);
  const section = useRef<HTMLElement>(null);
  const listed = data?.run?.jointPatches.find(({ id }) => id === shown)?.id;
  useEffect(() => {
    if (listed !== undefined) section.current?.scrollIntoView?.({ block: 'nearest' });
  }, [listed]);
  const patches = data?.run?.jointPatches ?? [];
  if (patches.length === 0 && shown === null) return null;
  const rows = isWhole ? patches : patches.slice(0, FIRST_ROWS);
  return (
    <section id={JOINT_PATCHES.id} aria-label={JOINT_PATCHES.title} ref={section} className={classes.section}>
      <Title order={2} mb={4}>
        Joint patches
      </Title>
      {rows.length > 0 && (
        <WideTable>
          <Table fz="sm" verticalSpacing={2} aria-label="Stored joint patches" className={classes.list}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Cells</Table.Th>
                <Table.Th>Patched with</Table.Th>
                <Table.Th ta="right">Joint</Table.Th>
                <Table.Th ta="right">Sum of single</Table.Th>
                <Table.Th ta="right">Interaction</Table.Th>
                <Table.Th ta="right">Controls</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((patch) => (
                <Row
                  key={patch.id}
                  {...{ patch, value, prompt }}
                  isSeveralDirections={new Set(patches.map(({ direction }) => direction)).size > 1}
                  isShown={patch.id === shown}
                  onShow={() => onChange({ joint: patch.id === shown ? null : patch.id })}
                />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {rows.length > 0 && (
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            {metricName(metric).replace(/^./, (letter) => letter.toUpperCase())},{' '}
            {prompt === null ? 'mean over prompts' : `prompt ${prompt + 1}`}.
          </Text>
          {patches.length > FIRST_ROWS && (
            <Button size="compact-xs" variant="subtle" onClick={() => setWhole(!isWhole)}>
              {isWhole ? 'Show fewer' : `Show all ${patches.length}`}
            </Button>
          )}
        </Group>
      )}
      {shown !== null && <JointPanel key={shown} id={shown} {...{ run, value, metric, prompt, onChange }} />}
    </section>
  );
});

interface RowProps {
  readonly patch: NonNullable<JointPatchesQuery['run']>['jointPatches'][number];
  readonly value: ValueName;
  readonly prompt: number | null;
  readonly isSeveralDirections: boolean;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

function Row({ patch, value, prompt, isSeveralDirections, isShown, onShow }: RowProps) {
  const [result] = patch.results;
  const effect = result ? readEffect(result, prompt === null ? undefined : [prompt]) : null;
  const name = effect && chooseEffectName(value, effect);
  return (
    <Table.Tr data-shown={isShown || undefined}>
      <Table.Td className={classes.title}>
        <Anchor
          component="button"
          type="button"
          data-printed
          size="sm"
          ta="left"
          aria-expanded={isShown}
          onClick={onShow}
        >
          {patch.title}
        </Anchor>
      </Table.Td>
      <Table.Td>
        {VALUE_LABELS[patch.value].toLowerCase()}
        {isSeveralDirections && `, ${patch.direction.toLowerCase()}`}
      </Table.Td>
      {effect && name && result ? (
        <>
          <Table.Td ta="right" ff="monospace" title={describeEffectName(name, result.metric)}>
            {formatJoint(pickNumber(effect.effect, effect.base, name), name)}
          </Table.Td>
          <Table.Td ta="right" ff="monospace">
            {formatJoint(pickNumber(effect.sumOfSingles, effect.base, name), name)}
          </Table.Td>
          <Table.Td ta="right" ff="monospace">
            {formatJoint(pickInteraction(effect, name), name === 'raw' ? 'change' : name)}
          </Table.Td>
        </>
      ) : (
        <Table.Td colSpan={3} ta="right">
          not patched
        </Table.Td>
      )}
      <Table.Td ta="right">{patch.controls.length}</Table.Td>
    </Table.Tr>
  );
}
