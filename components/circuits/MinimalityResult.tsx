'use client';

import { Text } from '@mantine/core';
import { nameNode } from '../../domain/circuit';
import { BarPlot } from '../charts/BarPlot';
import { ChartFigure } from '../charts/ChartFigure';
import type { Metric, Minimality_PartFragment } from '../generated/graphql';
import type { FigureContext } from '../plot/figure/FigureMenu';
import type { Tone } from '../plot/heatmap/scale';
import { metricName, metricUnit } from '../sweep/value-text';
import { describeRandom } from './choices-text';

interface MinimalityResultProps {
  readonly result: Minimality_PartFragment;
  readonly metric: Metric;
  readonly figure: FigureContext;
  readonly tone: Tone;
}

/** How much each node matters: alone, and under the knock-out for which it matters most. */
export function MinimalityResult({ result, metric, figure, tone }: MinimalityResultProps) {
  const { nodes, exhaustive, random } = result;
  if (nodes.length === 0) return <Text size="sm">The circuit has no node.</Text>;
  const unit = metricUnit(metric);
  const rows = nodes.map(({ node, alone, largest, knockedOut }) => ({
    label: knockedOut ? `${nameNode(node)} − ${nameNode(knockedOut)}` : nameNode(node),
    alone,
    largest,
  }));
  return (
    <>
      <Text size="sm">
        Change of the {metricName(metric)} when a node is removed from the circuit: with K empty, and the
        largest over K empty or {exhaustive ? 'any' : 'some'} one other node (named after the minus sign).
      </Text>
      <Text size="sm">Mean |change| per node, K empty. {describeRandom(random)}.</Text>
      <ChartFigure
        title="Change by node"
        figure={figure}
        lines={['K empty or one other node of the circuit']}
      >
        <BarPlot
          data={rows}
          series={[
            { key: 'alone', label: 'K empty' },
            { key: 'largest', label: 'largest over K' },
          ]}
          xName="node removed"
          yName={unit === '' ? 'change' : `change (${unit})`}
          unit={unit}
          tone={tone}
        />
      </ChartFigure>
    </>
  );
}
