'use client';

import { useQuery } from '@apollo/client/react';
import { Skeleton, Table } from '@mantine/core';
import {
  CellByPromptDocument,
  type Direction,
  type Metric,
  type RunView_RunFragment,
} from '../generated/graphql';
import { formatEffect, formatNumber } from '../plot/heatmap/scale';
import { metricName } from '../sweep/value-text';
import type { PinnedCell } from '../sweep/view-state';

interface CellByPromptProps {
  readonly runId: string;
  readonly direction: Direction;
  readonly metric: Metric;
  readonly pinned: PinnedCell;
  readonly pairs: RunView_RunFragment['pairs'];
}

/** The effect of one patch on each prompt, normalised by the gap of that prompt. */
export function CellByPrompt({ runId, direction, metric, pinned, pairs }: CellByPromptProps) {
  const { kind, layer, head, position, src = null } = pinned;
  const { data } = useQuery(CellByPromptDocument, {
    variables: { id: runId, kind, direction, metric, layer, head, position, src },
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
          <Table.Th ta="right">{metricName(metric)}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ff="monospace">
        {data.run?.sweep?.cell?.perPrompt.map(({ value, recovery }, index) => (
          <Table.Tr key={index}>
            <Table.Td title={pairs[index]?.clean}>{index + 1}</Table.Td>
            <Table.Td ta="right">{formatEffect(recovery)}</Table.Td>
            <Table.Td ta="right">{formatNumber(value, 3)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
