import { Text } from '@mantine/core';
import type { PredictionTable_PredictionFragment } from '../generated/graphql';
import { formatNumber } from '../plot/format-number';
import { Table } from '../table/Table';
import { Token } from '../tokens/Token';

/** A table of the most probable next tokens with their logits and probabilities. */
export function PredictionTable({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly PredictionTable_PredictionFragment[];
}) {
  return (
    <div>
      <Text size="xs" fw={600}>
        {title}
      </Text>
      <Table fz="xs" verticalSpacing={1} withRowBorders={false}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>token</Table.Th>
            <Table.Th ta="right">logit</Table.Th>
            <Table.Th ta="right">probability</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ token, logit, probability }) => (
            <Table.Tr key={token.id}>
              <Table.Td>
                <Token token={token} />
              </Table.Td>
              <Table.Td ta="right">{formatNumber(logit, 2)}</Table.Td>
              <Table.Td ta="right">{(100 * probability).toFixed(2)}%</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
