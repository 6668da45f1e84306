import { memo } from 'react';
import type { ColumnLabel, Geometry } from './geometry';
import { layoutAxes } from './layout-axes';
import classes from './heatmap.module.css';

interface AxisLabelsProps {
  readonly rowName: string;
  readonly rowLabels: readonly string[];
  readonly columnName: string;
  readonly columns: readonly ColumnLabel[];
  readonly rowsPerLayer: number;
  readonly geometry: Geometry;
}

/** Labels of rows and columns, and lines between layers if a layer has several rows. */
export const AxisLabels = memo(function AxisLabels(props: AxisLabelsProps) {
  const { texts, lines, marks } = layoutAxes(props);
  return (
    <g className={classes.labels} aria-hidden>
      {lines.map((line) => (
        <line key={line.y1} {...line} stroke="#868e96" strokeWidth={1} />
      ))}
      {marks.map((mark) => (
        <rect key={mark.x} {...mark} className={classes.mark} />
      ))}
      {texts.map(({ text, x, y, rotate, anchor, isMarked, isTitle, hint }, index) => (
        <text
          key={index}
          transform={`translate(${x} ${y})${rotate === 0 ? '' : ` rotate(${rotate})`}`}
          textAnchor={anchor}
          dominantBaseline="central"
          data-marked={isMarked || undefined}
          data-title={isTitle || undefined}
        >
          {hint && <title>{hint}</title>}
          {text}
        </text>
      ))}
    </g>
  );
});
