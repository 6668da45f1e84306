import { memo } from 'react';
import { formatTick, placeLabels, type ScatterLayout } from './layout-scatter';
import type { ScatterData } from './scatter-data';
import classes from './scatter.module.css';

/** Below the points: the frame with its ticks, and the lines where both values are equal and where one is 0. */
export const ScatterAxes = memo(function ScatterAxes({
  data,
  layout,
}: {
  readonly data: ScatterData;
  readonly layout: ScatterLayout;
}) {
  const { left, top, side, domain, ticks, toX, toY } = layout;
  const [low, high] = domain;
  const [right, bottom] = [left + side, top + side];
  return (
    <svg width={layout.width} height={layout.height} className={classes.under} aria-hidden>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={toX(tick)} x2={toX(tick)} y1={top} y2={bottom} className={classes.grid} />
          <line x1={left} x2={right} y1={toY(tick)} y2={toY(tick)} className={classes.grid} />
          <text x={toX(tick)} y={bottom + 14} textAnchor="middle">
            {formatTick(tick)}
          </text>
          <text x={left - 6} y={toY(tick)} textAnchor="end" dominantBaseline="central">
            {formatTick(tick)}
          </text>
        </g>
      ))}
      <line x1={toX(0)} x2={toX(0)} y1={top} y2={bottom} className={classes.zero} />
      <line x1={left} x2={right} y1={toY(0)} y2={toY(0)} className={classes.zero} />
      <line x1={toX(low)} y1={toY(low)} x2={toX(high)} y2={toY(high)} className={classes.diagonal} />
      <rect x={left} y={top} width={side} height={side} className={classes.frame} />
      <text x={left + side / 2} y={bottom + 32} textAnchor="middle" className={classes.name}>
        {data.xName}
      </text>
      <text
        transform={`translate(12 ${top + side / 2}) rotate(-90)`}
        textAnchor="middle"
        className={classes.name}
      >
        {data.yName}
      </text>
    </svg>
  );
});

/** Names of points, above all of them. */
export const PointLabels = memo(function PointLabels({
  data,
  layout,
}: {
  readonly data: ScatterData;
  readonly layout: ScatterLayout;
}) {
  return (
    <g aria-hidden>
      {placeLabels(data, layout).map(({ text, x, y, anchor }) => (
        <text key={text} x={x} y={y} textAnchor={anchor} dominantBaseline="central" className={classes.label}>
          {text}
        </text>
      ))}
    </g>
  );
});
