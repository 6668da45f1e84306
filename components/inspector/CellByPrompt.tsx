'use client';

import { useQuery } from '@apollo/client/react';
import { writeRequest } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import {
  CellByPromptDocument,
  type Direction,
  type Metric,
  type RunView_RunFragment,
} from '../generated/graphql';
import { formatEffect, formatNumber } from '../plot/heatmap/scale';
import { RequestProblem } from '../site/RequestProblem';
import { WideTable } from '../site/WideTable';
import { TablePlaceholder } from '../site/Placeholders';
import { metricRow } from '../sweep/metrics';
import { metricName } from '../sweep/value-text';
import type { PinnedCell } from '../sweep/view-state';
import { Table } from '../table/Table';

interface CellByPromptProps {
  readonly runId: string;
  readonly direction: Direction;
  readonly metric: Metric;
  readonly pinned: PinnedCell;
  readonly pairs: RunView_RunFragment['pairs'];
}

/** The effect of one patch on each prompt in every metric of the run; recovery is of the shown metric, by the gap of each prompt. */
export function CellByPrompt({ runId, direction, metric, pinned, pairs }: CellByPromptProps) {
  const { kind, layer, head, position, src = null } = pinned;
  const variables = { id: runId, kind, direction, layer, head, position, src };
  const { data, error, refetch } = useQuery(CellByPromptDocument, { variables });
  if (error) {
    return (
      <RequestProblem error={error} tone="warning" title="No effects on each prompt" onRetry={refetch} />
    );
  }
  if (!data) return <TablePlaceholder rows={Math.min(pairs.length, 8) + 1} width="100%" />;
  const all = data.run?.sweep?.cellMetrics ?? [];
  const isShown = ({ mean }: (typeof all)[number]): boolean => mean.metric === metric;
  // The shown metric comes first.
  const columns = [...all.filter(isShown), ...all.filter((one) => !isShown(one))];
  const [shown] = columns;
  if (!shown) return null;
  const hasRecovery = metricRow(metric).hasRecovery;
  const row = (name: string, title: string | undefined, pick: (one: (typeof all)[number]) => Numbers) => (
    <Table.Tr key={name}>
      <Table.Td title={title}>{name}</Table.Td>
      {hasRecovery && <Table.Td ta="right">{formatEffect(pick(shown).recovery)}</Table.Td>}
      {columns.map((one) => (
        <Table.Td key={one.mean.metric} ta="right">
          {formatNumber(pick(one).value, 3)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
  return (
    <>
      <WideTable>
        <Table
          fz="sm"
          withRowBorders={false}
          verticalSpacing={1}
          horizontalSpacing={6}
          aria-label="Effect on each prompt"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Prompt</Table.Th>
              {hasRecovery && <Table.Th ta="right">recovery</Table.Th>}
              {columns.map(({ mean }) => (
                <Table.Th key={mean.metric} ta="right" title={metricRow(mean.metric).title}>
                  {columns.length === 1 ? metricName(mean.metric) : metricRow(mean.metric).label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ff="monospace">
            {pairs.map(({ clean }, prompt) =>
              row(String(prompt + 1), clean, (one) => one.perPrompt[prompt]!),
            )}
            {row('mean', undefined, (one) => one.mean)}
          </Table.Tbody>
        </Table>
      </WideTable>
      <ShowCode
        title="Effect on each prompt"
        variant="subtle"
        w="fit-content"
        code={() => ({ requests: [writeRequest(CellByPromptDocument, variables)] })}
      />
    </>
  );
}

/** A metric of one prompt or of the mean. */
interface Numbers {
  readonly value: number;
  readonly recovery: number | null;
}
