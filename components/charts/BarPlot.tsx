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
import { axisProps, COLOURS, tooltipProps } from './chart-style';
import type { Row } from './series';

export interface PlotProps {
  readonly data: readonly Row[];
  readonly series: readonly { readonly key: string; readonly label: string }[];
  readonly unit: string;
}

/** Long labels stand aslant, so that each bar has its own. */
const TILTED = { angle: -40, textAnchor: 'end', interval: 0, height: 52 } as const;

/** Bars, one group a row. */
export function BarPlot({ data, series, unit }: PlotProps) {
  const isTilted = data.some(({ label }) => label.length > 6);
  return (
    <ResponsiveContainer width="100%" height={220} initialDimension={{ width: 320, height: 220 }}>
      <BarChart data={[...data]} margin={{ top: 8, right: 8, bottom: 4, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
        <XAxis dataKey="label" {...axisProps} {...(isTilted && TILTED)} />
        <YAxis width={44} {...axisProps} />
        <Tooltip {...tooltipProps(unit)} />
        <ReferenceLine y={0} stroke="var(--mantine-color-dimmed)" />
        {series.length > 1 && <Legend wrapperStyle={{ fontSize: 12 }} />}
        {series.map(({ key, label }, index) => (
          <Bar
            key={key}
            dataKey={key}
            name={label}
            fill={COLOURS[index % COLOURS.length]}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
