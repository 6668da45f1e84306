'use client';

import {
  Area,
  AreaChart,
  CartesianGrid,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { ChartBox } from '../charts/ChartBox';
import { axisProps, axisTitle, COLOURS, nameChart, tooltipProps } from '../charts/chart-style';
import { niceScale } from '../plot/nice-scale';
import { formatNumber, type Tone } from '../plot/heatmap/scale';

interface EffectHistogramProps {
  /** Bins of equal width, ascending, at least one. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  readonly mean: number;
  /** Interval of the mean; null where it is not defined. */
  readonly low: number | null;
  readonly high: number | null;
  /** Name of the effects, with their unit. */
  readonly xName: string;
  readonly tone: Tone;
}

/** Numbers of prompts by effect, with the mean as a line and its interval as a band. */
export function EffectHistogram({ bins, mean, low, high, xName, tone }: EffectHistogramProps) {
  const last = bins.at(-1)!;
  // Steps: each count holds until the next bound.
  const data = [...bins.map(({ from, count }) => ({ at: from, count })), { at: last.to, count: 0 }];
  const { domain, ticks } = niceScale([bins[0]!.from, last.to, mean, low ?? mean, high ?? mean]);
  const [bars, line] = COLOURS[tone];
  return (
    <ChartBox height={150}>
      <AreaChart
        aria-label={nameChart('Prompts', xName)}
        data={data}
        margin={{ top: 6, right: 8, bottom: 12, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
        <XAxis
          type="number"
          dataKey="at"
          domain={domain}
          ticks={ticks}
          label={axisTitle(xName, 'x')}
          {...axisProps}
        />
        <YAxis width={44} allowDecimals={false} label={axisTitle('prompts', 'y')} {...axisProps} />
        <Tooltip
          {...tooltipProps('')}
          formatter={(count: unknown) => [`${String(count)} prompts`, 'from here to the next bound']}
          labelFormatter={(at: unknown) => formatNumber(Number(at), 3)}
        />
        {low !== null && high !== null && <ReferenceArea x1={low} x2={high} fill={line} fillOpacity={0.25} />}
        <Area
          type="stepAfter"
          dataKey="count"
          fill={bars}
          fillOpacity={0.45}
          stroke={bars}
          isAnimationActive={false}
        />
        <ReferenceLine x={0} stroke="var(--mantine-color-dimmed)" />
        <ReferenceLine x={mean} stroke={line} strokeWidth={2} />
      </AreaChart>
    </ChartBox>
  );
}
