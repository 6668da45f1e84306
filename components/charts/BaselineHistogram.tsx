'use client';

import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber, type Tone } from '../plot/heatmap/scale';
import { axisProps, axisTitle, COLOURS, tooltipProps } from './chart-style';

interface BaselineHistogramProps {
  /** Numbers of pairs by lower bound of the bin, ascending. */
  readonly data: readonly { readonly at: number; readonly clean: number; readonly corrupted: number }[];
  /** Of a bin, in logits. */
  readonly width: number;
  readonly tone: Tone;
}

/** Numbers of pairs by the logit difference of their clean and their corrupted prompt. */
export function BaselineHistogram({ data, width, tone }: BaselineHistogramProps) {
  const digits = Math.max(0, -Math.floor(Math.log10(width) + 1e-9));
  const rows = data.map(({ at, ...counts }) => ({ label: formatNumber(at, digits), ...counts }));
  return (
    <ResponsiveContainer width="100%" height={170} initialDimension={{ width: 320, height: 170 }}>
      <BarChart data={rows} barGap={0} barCategoryGap={2} margin={{ top: 4, right: 8, bottom: 12, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
        <XAxis
          dataKey="label"
          label={axisTitle(`logit difference from (steps of ${formatNumber(width, digits)} logits)`, 'x')}
          {...axisProps}
        />
        <YAxis width={44} allowDecimals={false} label={axisTitle('pairs', 'y')} {...axisProps} />
        <Tooltip {...tooltipProps('')} formatter={(count: unknown) => String(count)} />
        <Legend verticalAlign="top" wrapperStyle={{ fontSize: 12 }} />
        {(['clean', 'corrupted'] as const).map((side, index) => (
          <Bar key={side} dataKey={side} name={side} fill={COLOURS[tone][index]!} isAnimationActive={false} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
