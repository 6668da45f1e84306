'use client';

import { useLazyQuery } from '@apollo/client/react';
import { Button, Stack, Text, Title } from '@mantine/core';
import { mean } from '../../domain/effect';
import { readError } from '../apollo/read-error';
import { NeuronsDocument, type Direction, type Metric } from '../generated/graphql';
import { formatEffect, formatNumber } from '../plot/heatmap/scale';
import { Notice } from '../site/Notice';
import { metricName, metricUnit } from '../sweep/value-text';
import { Table } from '../table/Table';
import classes from './inspector.module.css';

/** Neurons that are shown. */
const SHOWN = 20;

interface NeuronTableProps {
  readonly runId: string;
  readonly layer: number;
  readonly position: number;
  /** The position in words. */
  readonly place: string;
  readonly direction: Direction;
  readonly metric: Metric;
}

/** The neurons of an MLP at one position with the largest effects, each patched alone. Computed when it is asked for. */
export function NeuronTable({ runId, layer, position, place, direction, metric }: NeuronTableProps) {
  const [read, { data, loading, error }] = useLazyQuery(NeuronsDocument, { fetchPolicy: 'no-cache' });
  const start = (): void => {
    const input = { run: runId, layer, positions: [position], direction, metric, top: SHOWN };
    void read({ variables: { input } });
  };
  const sweep = data?.neurons;
  const unit = metricUnit(metric);
  const withUnit = (value: number): string => `${formatEffect(value)}${unit && ` ${unit}`}`;
  return (
    <Stack gap={4}>
      {!sweep && (
        <Button size="compact-sm" variant="default" w="fit-content" loading={loading} onClick={start}>
          Patch its neurons one by one
        </Button>
      )}
      {error && <Notice tone="warning">{readError(error).message}</Notice>}
      {sweep && (
        <>
          <Title order={3}>Neurons</Title>
          <Text size="xs" c="dimmed">
            mlp.hook_post of layer {layer} at {place}, {direction.toLowerCase()}: each of{' '}
            {sweep.neurons.toLocaleString('en')} neurons patched alone, the {sweep.top.length} largest changes
            of the {metricName(metric)}, means over prompts. All together:{' '}
            {withUnit(mean(sweep.together) - mean(sweep.base))}; sum of all alone: {withUnit(sweep.sum)}.
          </Text>
          <div
            className={classes.scroll}
            tabIndex={0}
            role="group"
            aria-label="Neurons with the largest effects"
          >
            <Table fz="xs" withRowBorders={false} verticalSpacing={2}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>neuron</Table.Th>
                  <Table.Th ta="right">base</Table.Th>
                  <Table.Th ta="right">source</Table.Th>
                  <Table.Th ta="right">change{unit && `, ${unit}`}</Table.Th>
                  <Table.Th ta="right">recovery</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody ff="monospace">
                {sweep.top.map(({ neuron, base, source, change, recovery }) => (
                  <Table.Tr key={neuron}>
                    <Table.Td>{neuron}</Table.Td>
                    <Table.Td ta="right">{formatNumber(base, 3)}</Table.Td>
                    <Table.Td ta="right">{formatNumber(source, 3)}</Table.Td>
                    <Table.Td ta="right">{formatEffect(change)}</Table.Td>
                    <Table.Td ta="right">{recovery === null ? 'undefined' : formatEffect(recovery)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </>
      )}
    </Stack>
  );
}
