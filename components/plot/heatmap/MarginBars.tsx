import { memo, useMemo } from 'react';
import { formatEffect } from './scale';
import { MARGIN_BAR, type Geometry } from './geometry';
import { computeMargins } from './margins';
import { stopColour, type HeatmapScale } from './palette';
import type { Tone } from './scale';
import classes from './heatmap.module.css';

interface MarginBarsProps {
  readonly values: ArrayLike<number | null>;
  readonly rows: number;
  readonly columns: number;
  readonly geometry: Geometry;
  readonly scale: HeatmapScale;
  readonly tone: Tone;
}

/** Thin bars of the mean of each row and each column. All have one scale; their colour is the sign. */
export const MarginBars = memo(function MarginBars(props: MarginBarsProps) {
  const { values, rows, columns, geometry, scale, tone } = props;
  const { left, top, cellWidth, cellHeight } = geometry;
  const margins = useMemo(() => computeMargins(values, rows, columns), [values, rows, columns]);
  const right = left + columns * cellWidth + 4;
  const parts: Record<'up' | 'down', string[]> = { up: [], down: [] };
  const length = (mean: number): number => (Math.abs(mean) / margins.largest) * MARGIN_BAR;
  const add = (mean: number, path: string): void => {
    if (Number.isFinite(mean) && mean !== 0) parts[mean < 0 ? 'down' : 'up'].push(path);
  };
  margins.rows.forEach((mean, row) => {
    const y = top + row * cellHeight + 1;
    add(mean, `M${right} ${y}h${length(mean)}v${Math.max(1, cellHeight - 2)}h${-length(mean)}z`);
  });
  margins.columns.forEach((mean, column) => {
    const x = left + column * cellWidth + 1;
    add(mean, `M${x} ${top - 4}v${-length(mean)}h${Math.max(1, cellWidth - 2)}v${length(mean)}z`);
  });
  return (
    <g aria-hidden data-testid="margins" className={classes.margins}>
      <title>{`Means of rows and columns; the longest bar is ${formatEffect(margins.largest).replace('+', '')} in size`}</title>
      <path d={parts.up.join('')} fill={stopColour(0.88, scale, tone)} />
      <path d={parts.down.join('')} fill={stopColour(0.12, scale, tone)} />
    </g>
  );
});
