'use client';

import { Button, Group, Text } from '@mantine/core';
import { memo, useState } from 'react';
import { readError } from '../apollo/read-error';
import { useLateMutation } from '../apollo/use-late-mutation';
import { useLateQuery } from '../apollo/use-late-query';
import {
  AddControlDocument,
  ForkedJointPatchesDocument,
  JointPatchesDocument,
  PatchTogetherDocument,
  type ForkedJointPatchesQuery,
} from '../generated/graphql';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { listLacking, makeRepeat, type ForkedPatch } from './repeated-patches';

interface RepeatJointPatchesProps {
  readonly runId: string;
  /** As the page was rendered; undefined where the server has read none. */
  readonly initial?: ForkedJointPatchesQuery | undefined;
}

/**
 * Offers to compute the joint patches and controls of the run that this one was made from, on this run's prompts. Nothing when it
 * has them all.
 */
export const RepeatJointPatches = memo(function RepeatJointPatches(props: RepeatJointPatchesProps) {
  const { runId, initial } = props;
  const { data, refetch } = useLateQuery(ForkedJointPatchesDocument, { variables: { id: runId }, initial });
  const [patch] = useLateMutation(PatchTogetherDocument);
  const [addControl] = useLateMutation(AddControlDocument, { refetchQueries: [JointPatchesDocument] });
  /** Joint patches that are done, of all that were asked for; null before and after. */
  const [done, setDone] = useState<{ readonly count: number; readonly all: number } | null>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const run = data?.run;
  const lacking = run ? listLacking(run) : [];
  if (!run?.forkedFrom || (lacking.length === 0 && done === null)) return null;

  const repeatOne = async (one: ForkedPatch): Promise<void> => {
    const { data: stored } = await patch({
      variables: { input: makeRepeat(runId, one) },
      refetchQueries: [JointPatchesDocument],
    });
    for (const { donorRule, seed } of one.controls) {
      if (!stored || donorRule === null) continue;
      const input = { jointPatch: stored.patchTogether.id, rule: donorRule, seed: seed ?? 0 };
      await addControl({ variables: { input } });
    }
  };
  const repeat = async (): Promise<void> => {
    setProblems([]);
    for (const [count, one] of lacking.entries()) {
      setDone({ count, all: lacking.length });
      try {
        await repeatOne(one);
      } catch (error) {
        const { message, issues } = readError(error);
        const reason = issues.length > 0 ? issues.map((issue) => issue.message).join(' ') : message;
        setProblems((before) => [...before, `${one.title}: ${reason}`]);
      }
    }
    await refetch();
    setDone(null);
  };
  return (
    <section aria-label="Joint patches of the original run">
      <Group gap="xs">
        <Text size="sm">
          This run was made from{' '}
          <TextLink href={`/runs/${run.forkedFrom.id}`}>{run.forkedFrom.title}</TextLink>. {lacking.length} of
          its joint patches {lacking.length === 1 ? 'is' : 'are'} not computed here.
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          loading={done !== null}
          onClick={() => {
            repeat().catch(() => setDone(null));
          }}
        >
          Compute on these prompts
        </Button>
        {done && (
          <Text size="sm" role="status">
            {done.count} of {done.all} done
          </Text>
        )}
      </Group>
      {problems.map((problem) => (
        <Notice key={problem} tone="warning">
          {problem}
        </Notice>
      ))}
    </section>
  );
});
