'use client';

import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { describeLeftOutUnusable } from '../../domain/unusable-pairs';
import { readError } from '../apollo/read-error';
import { useLateRead } from '../apollo/use-late-read';
import { RunUnusablePairsDocument, type UnusablePairs_UnusableFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { UnusableTable } from './UnusableTable';

/** Pairs of one page. */
const PAGE = 100;

interface LeftOutPairsProps {
  readonly runId: string;
  readonly unusable: UnusablePairs_UnusableFragment;
}

/** The pairs that a run leaves out because its model cannot use them: how many, why, and on request which. */
export function LeftOutPairs({ runId, unusable }: LeftOutPairsProps) {
  const [read, { data, loading, error }] = useLateRead(RunUnusablePairsDocument);
  const [offset, setOffset] = useState(0);
  const count = unusable.counts.reduce((sum, one) => sum + one.count, 0);
  const show = (from: number): void => {
    setOffset(from);
    read({ id: runId, first: PAGE, offset: from });
  };
  const pairs = data?.run?.unusable?.pairs ?? [];
  return (
    <details onToggle={({ currentTarget }) => currentTarget.open && !data && show(0)}>
      <summary>
        <Text size="sm" c="dimmed" span>
          {describeLeftOutUnusable(unusable)}
        </Text>
      </summary>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
      {loading && pairs.length === 0 && <Text size="sm">Reading …</Text>}
      {pairs.length > 0 && <UnusableTable pairs={pairs} count={pairs.length} />}
      {count > PAGE && pairs.length > 0 && (
        <Group gap="xs" mt={4}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={offset === 0}
            onClick={() => show(offset - PAGE)}
          >
            Previous
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={offset + PAGE >= count}
            onClick={() => show(offset + PAGE)}
          >
            Next
          </Button>
        </Group>
      )}
    </details>
  );
}
