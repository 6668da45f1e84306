'use client';

import { Group, Stack, Text, Title } from '@mantine/core';
import type { MlpNeuronsQuery, NeuronShares_NeuronFragment } from '../generated/graphql';
import { formatEffect } from '../plot/heatmap/scale';
import { RequestProblem } from '../site/RequestProblem';
import { TablePlaceholder } from '../site/Placeholders';
import { Table } from '../table/Table';
import type { AttributionState } from './attribution-state';

interface MlpNeuronsProps {
  readonly state: AttributionState;
  readonly layer: number;
  /** Undefined while they are computed. */
  readonly data?: MlpNeuronsQuery | undefined;
  readonly error?: Error | undefined;
  readonly refetch: () => unknown;
}

/** The neurons of an MLP with the largest shares, on each of the two runs that is shown. */
export function MlpNeurons({ state: { reading, prompt }, layer, data, error, refetch }: MlpNeuronsProps) {
  const shown = reading === 'difference' ? (['clean', 'corrupted'] as const) : ([reading] as const);
  return (
    <Stack gap="xs">
      <Title order={3}>Neurons of MLP {layer}</Title>
      <Text size="sm" c="dimmed" maw="90ch">
        The activation of a neuron times what it writes in the direction of the correct answer. The neurons
        are those with the largest mean share over prompts.
      </Text>
      {error && <RequestProblem error={error} onRetry={refetch} />}
      {!data && !error && (
        <Group align="flex-start" gap="xl">
          {shown.map((side) => (
            <TablePlaceholder key={side} rows={10} width={180} />
          ))}
        </Group>
      )}
      {data && (
        <Group align="flex-start" gap="xl">
          {shown.map((side) => (
            <NeuronTable key={side} title={`${side} run`} neurons={data[side].neurons} prompt={prompt} />
          ))}
        </Group>
      )}
    </Stack>
  );
}

interface NeuronTableProps {
  readonly title: string;
  readonly neurons: readonly NeuronShares_NeuronFragment[];
  readonly prompt: number | null;
}

function NeuronTable({ title, neurons, prompt }: NeuronTableProps) {
  return (
    <Table fz="sm" w="auto" withRowBorders={false} verticalSpacing={1} aria-label={`Neurons, ${title}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Neuron, {title}</Table.Th>
          <Table.Th ta="right">logits</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ff="monospace">
        {neurons.map(({ neuron, mean, perPrompt }) => (
          <Table.Tr key={neuron}>
            <Table.Td>{neuron}</Table.Td>
            <Table.Td ta="right">{formatEffect(prompt === null ? mean : perPrompt[prompt]!)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
