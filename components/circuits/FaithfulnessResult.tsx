'use client';

import { Text } from '@mantine/core';
import { mean } from '../../domain/effect';
import type { Faithfulness_PartFragment, Metric } from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { metricRow } from '../sweep/metrics';
import { metricUnit } from '../sweep/value-text';
import { Table } from '../table/Table';
import { SideScroll } from '../scroll/SideScroll';
import { describeRandom, formatDefined } from './choices-text';

interface FaithfulnessResultProps {
  readonly result: Faithfulness_PartFragment;
  readonly metric: Metric;
  /** The choices in words. */
  readonly choices: string;
}

/** Metrics of the circuit, the model and the empty circuit, and the faithfulness of each prompt. */
export function FaithfulnessResult({ result, metric, choices }: FaithfulnessResultProps) {
  const { circuit, model, empty, perPrompt, random } = result;
  const unit = metricUnit(metric);
  const show = (value: number): string => `${formatNumber(value, 3)}${unit && ` ${unit}`}`;
  return (
    <>
      <Text size="xl" fw={600} data-testid="faithfulness">
        {formatDefined(result.mean)}
      </Text>
      <Text size="sm">
        Circuit {show(mean(circuit))}, model {show(mean(model))}, everything ablated {show(mean(empty))}:
        means over {circuit.length} {circuit.length === 1 ? 'prompt' : 'prompts'}.
        {result.mean === null &&
          ` Undefined: model and empty circuit are closer than ${metricRow(metric).minGap}, or the metric cannot be normalised.`}
      </Text>
      <Text size="sm">{describeRandom(random)}.</Text>
      <Text size="xs" c="dimmed">
        {choices}.
      </Text>
      <details>
        <summary>By prompt</summary>
        <SideScroll label="Faithfulness by prompt">
          <Table fz="xs" withRowBorders={false}>
            <Table.Thead>
              <Table.Tr>
                {['pair', 'circuit', 'model', 'empty', 'faithfulness'].map((name) => (
                  <Table.Th key={name}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {circuit.map((value, prompt) => (
                <Table.Tr key={prompt}>
                  <Table.Td>{prompt + 1}</Table.Td>
                  <Table.Td>{formatNumber(value, 3)}</Table.Td>
                  <Table.Td>{formatNumber(model[prompt]!, 3)}</Table.Td>
                  <Table.Td>{formatNumber(empty[prompt]!, 3)}</Table.Td>
                  <Table.Td>{formatDefined(perPrompt[prompt]!)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </SideScroll>
      </details>
    </>
  );
}
