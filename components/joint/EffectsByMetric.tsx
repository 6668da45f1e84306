import { Text } from '@mantine/core';
import type { JointResult_ResultFragment } from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { WideTable } from '../site/WideTable';
import { metricRow } from '../sweep/metrics';
import type { ValueName } from '../sweep/view-state';
import { Table } from '../table/Table';
import {
  chooseEffectName,
  describeEffectName,
  formatJoint,
  pickInteraction,
  pickNumber,
  readEffect,
} from './joint-numbers';
import classes from './joint.module.css';

interface EffectsByMetricProps {
  readonly results: readonly JointResult_ResultFragment[];
  readonly value: ValueName;
  /** Index of the prompt; null for the means. */
  readonly prompt: number | null;
}

/** Joint effect, sum of the single effects and interaction in every metric of the run. */
export function EffectsByMetric({ results, value, prompt }: EffectsByMetricProps) {
  return (
    <div>
      <Text size="sm" fw={600}>
        Every metric, {prompt === null ? 'mean over prompts' : `prompt ${prompt + 1}`}
      </Text>
      <WideTable>
        <Table
          fz="sm"
          verticalSpacing={2}
          withRowBorders={false}
          horizontalSpacing={6}
          className={classes.numbers}
          aria-label="Joint effect in each metric"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Metric</Table.Th>
              <Table.Th ta="right">Base</Table.Th>
              <Table.Th ta="right">Source</Table.Th>
              <Table.Th ta="right">Joint</Table.Th>
              <Table.Th ta="right">Sum of single</Table.Th>
              <Table.Th ta="right">Interaction</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ff="monospace">
            {results.map((result) => (
              <Row key={result.metric} {...{ result, value, prompt }} />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </div>
  );
}

function Row({
  result,
  value,
  prompt,
}: Omit<EffectsByMetricProps, 'results'> & { result: JointResult_ResultFragment }) {
  const { metric } = result;
  const { title, label } = metricRow(metric);
  const effect = readEffect(result, prompt === null ? undefined : [prompt]);
  if (!effect) {
    return (
      <Table.Tr>
        <Table.Td ff="text" title={title}>
          {label}
        </Table.Td>
        <Table.Td colSpan={5}>not patched</Table.Td>
      </Table.Tr>
    );
  }
  const name = chooseEffectName(value, effect);
  const numbers = [
    formatNumber(effect.base, 3),
    formatNumber(effect.source, 3),
    formatJoint(pickNumber(effect.effect, effect.base, name), name),
    formatJoint(pickNumber(effect.sumOfSingles, effect.base, name), name),
    formatJoint(pickInteraction(effect, name), name === 'raw' ? 'change' : name),
  ];
  return (
    <Table.Tr>
      <Table.Td ff="text" title={title}>
        {label}, {describeEffectName(name, metric)}
      </Table.Td>
      {numbers.map((text, column) => (
        <Table.Td key={column} ta="right">
          {text}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
