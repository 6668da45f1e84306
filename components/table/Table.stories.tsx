import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { Table } from './Table';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const EFFECTS: readonly (readonly [string, number, number])[] = [
  ['L9H9', 0.71, 2.43],
  ['L9H6', 0.34, 1.16],
  ['L10H0', -0.08, -0.27],
];

function Effects({ withRowBorders, fz }: { readonly withRowBorders: boolean; readonly fz: 'xs' | 'sm' }) {
  return (
    <Table
      fz={fz}
      maw={420}
      withRowBorders={withRowBorders}
      {...(!withRowBorders && { verticalSpacing: 1, horizontalSpacing: 6 })}
      aria-label={`Effects of heads, ${withRowBorders ? 'with' : 'without'} lines`}
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Head</Table.Th>
          <Table.Th ta="right">Recovery</Table.Th>
          <Table.Th ta="right">Logits</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ff="monospace">
        {EFFECTS.map(([head, recovery, logits]) => (
          <Table.Tr key={head}>
            <Table.Td ff="text">{head}</Table.Td>
            <Table.Td ta="right">{recovery.toFixed(2)}</Table.Td>
            <Table.Td ta="right">{logits.toFixed(2)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export const WithAndWithoutLines: Story = {
  render: () => (
    <Stack>
      <Effects withRowBorders fz="sm" />
      <Effects withRowBorders={false} fz="xs" />
    </Stack>
  ),
};
