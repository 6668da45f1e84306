import { memo } from 'react';
import { layoutAxes, type AxesInput } from './layout-axes';
import classes from './heatmap.module.css';

/** Labels of rows and columns, and lines between layers if a layer has several rows. */
export const AxisLabels = memo(function AxisLabels(props: AxesInput) {
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
