'use client';

import { Text } from '@mantine/core';
import { CartesianGrid, Legend, ReferenceLine, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts';
import { ChartFigure } from '../charts/ChartFigure';
import { ChartBox } from '../charts/ChartBox';
import { axisProps, axisTitle, COLOURS, tooltipProps } from '../charts/chart-style';
import { niceScale } from '../plot/nice-scale';
import type { Completeness_PartFragment, Metric } from '../generated/graphql';
import type { FigureContext } from '../plot/figure/FigureMenu';
import type { Tone } from '../plot/heatmap/scale';
import { metricName, metricUnit } from '../sweep/value-text';
import { describeRandom, formatDefined } from './choices-text';
import { listMembers } from './member-names';

interface CompletenessResultProps {
  readonly result: Completeness_PartFragment;
  readonly metric: Metric;
  readonly figure: FigureContext;
  readonly tone: Tone;
}

/** Circuit against model without the same nodes: on the diagonal for a complete circuit. */
export function CompletenessResult({ result, metric, figure, tone }: CompletenessResultProps) {
  const { knockouts, meanDifference, largestDifference, random } = result;
  if (knockouts.length === 0)
    return <Text size="sm">The circuit has nothing that could be knocked out.</Text>;
  const { domain, ticks } = niceScale(
    knockouts.flatMap(({ circuit, model }) => [circuit, model]),
    false,
  );
  const scale = { type: 'number' as const, domain, ticks };
  const worst = knockouts.find(({ difference }) => Math.abs(difference) === largestDifference)!;
  const name = metricName(metric);
  return (
    <>
      <Text size="sm">
        Mean |circuit − model| {formatDefined(meanDifference)} over random knock-outs; largest{' '}
        {formatDefined(largestDifference)} without {listMembers(worst)}.
      </Text>
      <Text size="sm">{describeRandom(random)}.</Text>
      <ChartFigure title="Knock-outs" figure={figure} lines={['One point for each set that is knocked out']}>
        <ChartBox height={270}>
          <ScatterChart
            aria-label={`${name} of the circuit and of the model without each set of nodes`}
            margin={{ top: 8, right: 12, bottom: 12, left: 4 }}
          >
            <CartesianGrid stroke="var(--mantine-color-default-border)" />
            <XAxis
              dataKey="circuit"
              name="circuit"
              {...scale}
              label={axisTitle(`${name}, circuit without K`, 'x')}
              {...axisProps}
            />
            <YAxis
              dataKey="model"
              name="model"
              width={54}
              {...scale}
              label={axisTitle('model without K', 'y')}
              {...axisProps}
            />
            <Tooltip {...tooltipProps(metricUnit(metric))} cursor={false} />
            <Legend verticalAlign="top" wrapperStyle={{ fontSize: 12 }} />
            <ReferenceLine
              segment={[
                { x: domain[0], y: domain[0] },
                { x: domain[1], y: domain[1] },
              ]}
              stroke="var(--mantine-color-dimmed)"
              strokeDasharray="4 3"
            />
            {(['random', 'greedy'] as const).map((kind, index) => (
              <Scatter
                key={kind}
                name={`${kind} K`}
                shape={kind === 'random' ? 'circle' : 'triangle'}
                data={knockouts.filter(({ greedy }) => greedy === (kind === 'greedy'))}
                fill={COLOURS[tone][index]}
                isAnimationActive={false}
              />
            ))}
          </ScatterChart>
        </ChartBox>
      </ChartFigure>
    </>
  );
}
