'use client';

import { Area, AreaChart, CartesianGrid, Legend, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber, type Tone } from '../plot/heatmap/scale';
import { ChartBox } from './ChartBox';
import { axisProps, axisTitle, COLOURS, tooltipProps } from './chart-style';
import { niceScale } from '../plot/nice-scale';

interface BaselineHistogramProps {
  /** Numbers of pairs by lower bound of the bin, ascending, at least one. */
  readonly data: readonly { readonly at: number; readonly clean: number; readonly corrupted: number }[];
  /** Of a bin, in logits. */
  readonly width: number;
  readonly tone: Tone;
}

/** Numbers of pairs by the logit difference of their clean and their corrupted prompt. */
export function BaselineHistogram({ data, width, tone }: BaselineHistogramProps) {
  const end = data.at(-1)!.at + width;
  // Steps: each count holds until the next bound.
  const rows = [...data, { at: end, clean: 0, corrupted: 0 }];
  const { domain, ticks } = niceScale([data[0]!.at, end]);
  return (
    <ChartBox height={170}>
      <AreaChart
        aria-label="Pairs by logit difference of their clean and their corrupted prompt"
        data={rows}
        margin={{ top: 4, right: 8, bottom: 12, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
        <XAxis
          type="number"
          dataKey="at"
          domain={domain}
          ticks={ticks}
          label={axisTitle('logit difference (logits)', 'x')}
          {...axisProps}
        />
        <YAxis width={44} allowDecimals={false} label={axisTitle('pairs', 'y')} {...axisProps} />
        <Tooltip
          {...tooltipProps('')}
          formatter={(count: unknown) => `${String(count)} pairs from here to the next bound`}
          labelFormatter={(at: unknown) => formatNumber(Number(at), 3)}
        />
        <Legend verticalAlign="top" wrapperStyle={{ fontSize: 12 }} />
        <ReferenceLine x={0} stroke="var(--mantine-color-dimmed)" />
        {(['clean', 'corrupted'] as const).map((side, index) => (
          <Area
            key={side}
            type="stepAfter"
            dataKey={side}
            name={side}
            fill={COLOURS[tone][index]}
            fillOpacity={0.45}
            stroke={COLOURS[tone][index]}
            isAnimationActive={false}
          />
        ))}
      </AreaChart>
    </ChartBox>
  );
}
