'use client';

import { Area, AreaChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { PlotProps } from './BarPlot';
import { ChartBox } from './ChartBox';
import { axisProps, axisTitle, COLOURS, nameChart, tooltipProps } from './chart-style';
import { niceScale } from '../plot/nice-scale';
import classes from './charts.module.css';

/** A small line chart over the layers for each series, all on one scale. */
export function LayerPlots({ data, series, xName, yName, unit, tone }: PlotProps) {
  const { domain, ticks } = niceScale(
    data.flatMap((row) => series.map(({ key }) => Number(row[key] ?? NaN))),
  );
  return (
    <div className={classes.multiples}>
      {series.map(({ key, label }) => (
        <div key={key} data-panel={label}>
          <div className={classes.panelTitle}>{label}</div>
          <ChartBox height={150}>
            <AreaChart
              aria-label={`${nameChart(yName, xName)}: ${label}`}
              data={[...data]}
              margin={{ top: 6, right: 10, bottom: 12, left: 0 }}
            >
              <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
              <XAxis dataKey="label" label={axisTitle(xName, 'x')} {...axisProps} />
              <YAxis width={54} domain={domain} ticks={ticks} label={axisTitle(yName, 'y')} {...axisProps} />
              <Tooltip {...tooltipProps(unit)} />
              <ReferenceLine y={0} stroke="var(--mantine-color-dimmed)" />
              {/* Without its area: a Line measures its length in the page each time it is rendered. */}
              <Area
                dataKey={key}
                name={label}
                stroke={COLOURS[tone][0]}
                strokeWidth={2}
                fill="none"
                dot={{ r: 2.5, fill: '#fff', fillOpacity: 1 }}
                isAnimationActive={false}
              />
            </AreaChart>
          </ChartBox>
        </div>
      ))}
    </div>
  );
}
