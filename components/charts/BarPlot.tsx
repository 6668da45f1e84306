'use client';

import { Bar, BarChart, CartesianGrid, Legend, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { Tone } from '../plot/heatmap/scale';
import { ChartBox } from './ChartBox';
import { axisProps, axisTitle, COLOURS, nameChart, tooltipProps } from './chart-style';
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

/** Of the plot with labels in one line, in pixels; room for upright labels is added. */
const HEIGHT = 250;
const LABEL_LINE = 30;
/** Width of a character of a label, and room for the title of the axis below the labels. */
const CHARACTER = 6.3;
const AXIS_TITLE = 24;

/** A bar chart with one group of bars and one label for each row. */
export function BarPlot({ data, series, xName, yName, unit, tone }: PlotProps) {
  const longest = Math.max(0, ...data.map(({ label }) => label.length));
  // Many or long labels stand upright, as those of heatmaps, so that every bar keeps its label.
  const isUpright = data.length * longest > 36;
  const axis = isUpright ? Math.ceil(longest * CHARACTER) + (xName === '' ? 8 : AXIS_TITLE) : LABEL_LINE;
  const height = HEIGHT + axis - LABEL_LINE;
  const values = data.flatMap((row) => series.map(({ key }) => Number(row[key])));
  // Half a finding is none.
  const { domain, ticks } = niceScale(values, true, values.every(Number.isInteger));
  return (
    <ChartBox height={height}>
      <BarChart
        aria-label={nameChart(yName, xName)}
        data={[...data]}
        margin={{ top: 8, right: 8, bottom: 12, left: 4 }}
      >
        <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
        <XAxis
          dataKey="label"
          interval={0}
          label={axisTitle(xName, 'x')}
          {...axisProps}
          {...(isUpright && { height: axis, tick: <UprightTick /> })}
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
            shape={PlainBar}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ChartBox>
  );
}

interface PlainBarProps {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  /** Below 0 for a value below 0. */
  readonly height?: number;
  readonly fill?: string;
}

/** A bar. The one of Recharts measures its outline in the page when it has been drawn, and is rendered again. */
function PlainBar({ x = 0, y = 0, width = 0, height = 0, fill }: PlainBarProps) {
  return <rect x={x} y={Math.min(y, y + height)} width={width} height={Math.abs(height)} fill={fill} />;
}

/** A label of an upright text below its bar. Recharts gives it the place and the text. */
function UprightTick({
  x,
  y,
  payload,
}: {
  readonly x?: number | string;
  readonly y?: number | string;
  readonly payload?: { readonly value: string };
}) {
  return (
    <text
      transform={`translate(${x} ${y}) rotate(-90)`}
      dy={3.5}
      textAnchor="end"
      fontSize={11}
      fill="var(--mantine-color-dimmed)"
    >
      {payload?.value}
    </text>
  );
}
