'use client';

import { useQuery } from '@apollo/client/react';
import { Skeleton, Table } from '@mantine/core';
import { CellByPromptDocument, type RunView_RunFragment } from '../generated/graphql';
import { formatEffect, formatNumber } from '../plot/heatmap/scale';
import type { PinnedCell } from '../sweep/view-state';

interface CellByPromptProps {
  readonly runId: string;
  readonly pinned: PinnedCell;
  readonly pairs: RunView_RunFragment['pairs'];
}

/** The effect of one patch on each prompt, normalised by the gap of that prompt. */
export function CellByPrompt({ runId, pinned, pairs }: CellByPromptProps) {
  const { kind, layer, head, position, src = null } = pinned;
  const { data } = useQuery(CellByPromptDocument, {
    variables: { id: runId, kind, layer, head, position, src },
    // A sweep has no identity in the cache.
    fetchPolicy: 'no-cache',
  });
  if (!data) return <Skeleton height={120} />;
  return (
    <Table fz="sm" withRowBorders={false} verticalSpacing={1} aria-label="Effect on each prompt">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Prompt</Table.Th>
          <Table.Th ta="right">recovery</Table.Th>
          <Table.Th ta="right">logit difference</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ff="monospace">
        {data.run?.sweep?.cell?.perPrompt.map(({ logitDiff, recovery }, index) => (
          <Table.Tr key={index}>
            <Table.Td title={pairs[index]?.clean}>{index + 1}</Table.Td>
            <Table.Td ta="right">{formatEffect(recovery)}</Table.Td>
            <Table.Td ta="right">{formatNumber(logitDiff, 3)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
