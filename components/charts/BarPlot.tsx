'use client';

import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Tone } from '../plot/heatmap/scale';
import { axisProps, axisTitle, COLOURS, tooltipProps } from './chart-style';
import { niceScale } from '../plot/nice-scale';
import type { Row } from './series';

export interface PlotProps {
  readonly data: readonly Row[];
  readonly series: readonly { readonly key: string; readonly label: string }[];
  /** Names of the axes. */
  readonly xName: string;
  readonly yName: string;
  readonly unit: string;
  readonly tone: Tone;
}

/** Many or long labels are tilted, so that every bar keeps its label. */
const TILTED = { angle: -50, textAnchor: 'end', height: 64 } as const;

/** A bar chart with one group of bars and one label for each row. */
export function BarPlot({ data, series, xName, yName, unit, tone }: PlotProps) {
  const isTilted = data.length * Math.max(0, ...data.map(({ label }) => label.length)) > 36;
  const values = data.flatMap((row) => series.map(({ key }) => Number(row[key])));
  // Half a finding is none.
  const { domain, ticks } = niceScale(values, true, values.every(Number.isInteger));
  return (
    <ResponsiveContainer width="100%" height={250} initialDimension={{ width: 320, height: 250 }}>
      <BarChart data={[...data]} margin={{ top: 8, right: 8, bottom: 12, left: 4 }}>
        <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
        <XAxis
          dataKey="label"
          interval={0}
          label={axisTitle(xName, 'x')}
          {...axisProps}
          {...(isTilted && TILTED)}
        />
        <YAxis width={54} domain={domain} ticks={ticks} label={axisTitle(yName, 'y')} {...axisProps} />
        <Tooltip {...tooltipProps(unit)} />
        <ReferenceLine y={0} stroke="var(--mantine-color-dimmed)" />
        {series.length > 1 && <Legend verticalAlign="top" wrapperStyle={{ fontSize: 12 }} />}
        {series.map(({ key, label }, index) => (
          <Bar
            key={key}
            dataKey={key}
            name={label}
            fill={COLOURS[tone][index % COLOURS[tone].length]}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
