'use client';

import { Text } from '@mantine/core';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { ChartFigure } from '../charts/ChartFigure';
import { ChartBox } from '../charts/ChartBox';
import { axisProps, axisTitle, COLOURS, nameChart, tooltipProps } from '../charts/chart-style';
import { niceScale } from '../plot/nice-scale';
import type { FigureContext } from '../plot/figure/FigureMenu';
import type { Tone } from '../plot/heatmap/scale';
import { describeRandom, formatDefined } from './choices-text';
import { nameRanking, type ShownCurve } from './curve-ranking';
import { nameOrder } from './member-names';

interface CurveResultProps {
  readonly result: ShownCurve;
  readonly figure: FigureContext;
  readonly tone: Tone;
}

/** Nodes or edges of the ranking that are named. */
const NAMED = 12;

/** Faithfulness of circuits of increasing size, with the range of random circuits, and its areas. */
export function CurveResult({ result, figure, tone }: CurveResultProps) {
  const { points, edgeOrder, count, cpr, cmd, randomCpr, randomCmd } = result;
  const isOfEdges = edgeOrder.length > 0;
  const what = isOfEdges ? 'edges' : 'nodes';
  const rankedBy = nameRanking(result.ranking).toLowerCase();
  const names = nameOrder(result)
    .slice(0, NAMED)
    .map(({ name }) => name);
  const rows = points.map(({ size, fraction, faithfulness, random }) => ({
    size,
    percent: 100 * fraction,
    faithfulness,
    randomMean: random.mean,
    randomRange: random.least === null || random.most === null ? null : [random.least, random.most],
  }));
  const { domain, ticks } = niceScale(
    rows.flatMap(({ faithfulness, randomRange }) => [faithfulness ?? NaN, ...(randomRange ?? []), 1]),
  );
  const [best, random] = COLOURS[tone];
  return (
    <>
      <Text size="sm">
        CPR {formatDefined(cpr)}, CMD {formatDefined(cmd)}, over fractions of the {count} {what} (MIB). CPR of{' '}
        {lowerFirst(describeRandom(randomCpr))}. CMD of {lowerFirst(describeRandom(randomCmd))}.
      </Text>
      <Text size="sm">
        Ranked by: {rankedBy}. Most important: {names.join(', ')}.
      </Text>
      <ChartFigure
        title="Faithfulness by size"
        figure={figure}
        lines={[`${isOfEdges ? 'Edges' : 'Nodes'} ranked by: ${rankedBy}`]}
      >
        <ChartBox height={270}>
          <ComposedChart
            aria-label={nameChart('Faithfulness', isOfEdges ? 'share of the edges' : 'number of nodes')}
            data={rows}
            margin={{ top: 8, right: 12, bottom: 12, left: 4 }}
          >
            <CartesianGrid stroke="var(--mantine-color-default-border)" />
            <XAxis
              dataKey={isOfEdges ? 'percent' : 'size'}
              type="number"
              scale="log"
              domain={['dataMin', 'dataMax']}
              ticks={rows.map(({ size, percent }) => (isOfEdges ? percent : size))}
              label={axisTitle(isOfEdges ? '% of edges in the circuit' : 'nodes in the circuit', 'x')}
              {...axisProps}
              tickFormatter={(value: number) => (isOfEdges ? formatPercent(value) : String(value))}
            />
            <YAxis
              width={54}
              domain={domain}
              ticks={ticks}
              label={axisTitle('faithfulness', 'y')}
              {...axisProps}
            />
            <Tooltip
              {...tooltipProps('')}
              labelFormatter={(x) =>
                isOfEdges ? `${formatPercent(Number(x))}% of edges` : `${Number(x)} nodes`
              }
            />
            <Legend verticalAlign="top" wrapperStyle={{ fontSize: 12 }} />
            <ReferenceLine y={1} stroke="var(--mantine-color-dimmed)" strokeDasharray="4 3" />
            <ReferenceLine y={0} stroke="var(--mantine-color-dimmed)" />
            <Area
              dataKey="randomRange"
              name="random circuits, range"
              stroke="none"
              fill={random}
              fillOpacity={0.2}
              tooltipType="none"
              isAnimationActive={false}
            />
            <Line
              dataKey="randomMean"
              name="random circuits, mean"
              stroke={random}
              strokeDasharray="5 3"
              dot={false}
              isAnimationActive={false}
            />
            <Line
              dataKey="faithfulness"
              name={`ranked ${what}`}
              stroke={best}
              strokeWidth={2}
              dot={{ r: 3 }}
              isAnimationActive={false}
            />
          </ComposedChart>
        </ChartBox>
      </ChartFigure>
    </>
  );
}

/** At most two significant digits after the comma: 0.21, 5, 12.5. */
function formatPercent(value: number): string {
  return String(Number(value.toPrecision(value < 1 ? 2 : 3)));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
