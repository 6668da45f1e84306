'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import { readError } from '../apollo/read-error';
import {
  AddControlDocument,
  JointPatchDocument,
  JointPatchesDocument,
  type DonorRule,
  type JointPatch_PatchFragment,
  type JointResult_ResultFragment,
} from '../generated/graphql';
import { Notice } from '../site/Notice';
import { WideTable } from '../site/WideTable';
import type { ValueName } from '../sweep/view-state';
import { Table } from '../table/Table';
import { DeleteButton } from './DeleteButton';
import { chooseEffectName, formatJoint, listPrompts, pickNumber, readEffect } from './joint-numbers';
import { describeMissingDonors, DONOR_RULES, listDonors } from './joint-text';
import classes from './joint.module.css';

interface JointControlsProps {
  readonly patch: JointPatch_PatchFragment;
  readonly controls: readonly JointPatch_PatchFragment[];
  /** The shown metric of the joint patch. */
  readonly result: JointResult_ResultFragment;
  readonly value: ValueName;
  /** Index of the prompt; null for the means. */
  readonly prompt: number | null;
}

/** The same cells patched from other prompts, beside the joint effect on the same pairs; and further controls to add. */
export function JointControls({ patch, controls, result, value, prompt }: JointControlsProps) {
  const [seed, setSeed] = useState(0);
  const refetchQueries = [JointPatchDocument, JointPatchesDocument];
  const [add, { loading, error }] = useMutation(AddControlDocument, {
    refetchQueries,
    awaitRefetchQueries: true,
  });
  const start = (rule: DonorRule): void => {
    add({ variables: { input: { jointPatch: patch.id, rule, seed } } }).catch(() => {});
  };
  return (
    <div>
      <Text size="sm" fw={600}>
        Controls
      </Text>
      <Text size="xs" c="dimmed" maw="60ch">
        The same cells, patched from another prompt of the source’s side. An effect that another prompt gives
        as well does not depend on what the source prompt says.
      </Text>
      {controls.length > 0 && (
        <WideTable>
          <Table
            fz="sm"
            verticalSpacing={2}
            withRowBorders={false}
            horizontalSpacing={6}
            className={classes.numbers}
            aria-label="Controls of this joint patch"
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Patched from</Table.Th>
                <Table.Th ta="right">Pairs</Table.Th>
                <Table.Th ta="right">Control</Table.Th>
                <Table.Th ta="right">Joint patch, same pairs</Table.Th>
                <Table.Th>Actions</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {controls.map((control) => (
                <Row key={control.id} {...{ control, result, value, prompt }} />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      <Group gap="xs" mt={6}>
        <NumberInput
          size="xs"
          w={92}
          aria-label="Seed of the donors"
          prefix="seed "
          min={0}
          max={999_999}
          value={seed}
          onChange={(chosen) => {
            if (typeof chosen === 'number' && chosen >= 0) setSeed(Math.round(chosen));
          }}
        />
        <Button size="xs" variant="default" loading={loading} onClick={() => start('OTHER_PROMPT')}>
          Add: random other prompt
        </Button>
        <Button size="xs" variant="default" loading={loading} onClick={() => start('SAME_ANSWER')}>
          Add: same answer
        </Button>
      </Group>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
    </div>
  );
}

interface RowProps extends Pick<JointControlsProps, 'result' | 'value' | 'prompt'> {
  readonly control: JointPatch_PatchFragment;
}

function Row({ control, result, value, prompt }: RowProps) {
  const { id, donors, donorRule, seed, isMine } = control;
  const own = control.results.find((one) => one.metric === result.metric);
  const prompts = prompt === null ? (own ? listPrompts(own) : []) : [prompt];
  const [effect, joint] = [own ? readEffect(own, prompts) : null, readEffect(result, prompts)];
  const name = joint ? chooseEffectName(value, joint) : 'change';
  const write = (of: typeof effect): string =>
    of ? formatJoint(pickNumber(of.effect, of.base, name), name) : 'not patched';
  const missing = donors && describeMissingDonors(donors);
  return (
    <Table.Tr>
      <Table.Td title={donors ? `pair ← donor: ${listDonors(donors)}` : undefined}>
        {donorRule ? DONOR_RULES[donorRule] : 'another prompt'}, seed {seed}
        {missing && (
          <Text size="xs" c="dimmed">
            {missing}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">{prompts.length}</Table.Td>
      <Table.Td ta="right" ff="monospace">
        {write(effect)}
      </Table.Td>
      <Table.Td ta="right" ff="monospace">
        {write(joint)}
      </Table.Td>
      <Table.Td ta="right">{isMine && <DeleteButton id={id} what="control" onDeleted={() => {}} />}</Table.Td>
    </Table.Tr>
  );
}
