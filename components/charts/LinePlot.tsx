'use client';

import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { PlotProps } from './BarPlot';
import { axisProps, COLOURS, tooltipProps } from './chart-style';

/** A line a series over the layers. */
export function LinePlot({ data, series, unit }: PlotProps) {
  return (
    <ResponsiveContainer width="100%" height={220} initialDimension={{ width: 320, height: 220 }}>
      <LineChart data={[...data]} margin={{ top: 8, right: 8, bottom: 4, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
        <XAxis dataKey="label" {...axisProps} />
        <YAxis width={44} {...axisProps} />
        <Tooltip {...tooltipProps(unit)} />
        <ReferenceLine y={0} stroke="var(--mantine-color-dimmed)" />
        <Legend wrapperStyle={{ fontSize: 12 }} />
        {series.map(({ key, label }, index) => (
          <Line
            key={key}
            dataKey={key}
            name={label}
            stroke={COLOURS[index % COLOURS.length]}
            strokeWidth={2}
            strokeDasharray={index >= COLOURS.length / 2 ? '4 3' : undefined}
            dot={{ r: 2 }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
