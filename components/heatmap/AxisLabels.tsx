import { memo } from 'react';
import type { Geometry } from './geometry';
import classes from './heatmap.module.css';

interface AxisLabelsProps {
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly rowsPerLayer: number;
  readonly geometry: Geometry;
}

/** What rows and columns stand for; lines between layers where these have several rows. */
export const AxisLabels = memo(function AxisLabels({
  rowLabels,
  columnLabels,
  rowsPerLayer,
  geometry: { left, top, cellWidth, cellHeight, hasRowLabels, isTilted },
}: AxisLabelsProps) {
  const below = top + rowLabels.length * cellHeight;
  const layers = Math.floor(rowLabels.length / rowsPerLayer);
  const rows = hasRowLabels
    ? rowLabels.map((label, row) => ({ label, middle: row + 0.5 }))
    : Array.from({ length: layers }, (_, layer) => ({
        label: `L${layer}`,
        middle: (layer + 0.5) * rowsPerLayer,
      }));
  return (
    <g className={classes.labels} aria-hidden>
      {rowsPerLayer > 1 &&
        Array.from({ length: layers - 1 }, (_, layer) => {
          const y = top + (layer + 1) * rowsPerLayer * cellHeight;
          return (
            <line
              key={layer}
              x1={left}
              x2={left + columnLabels.length * cellWidth}
              y1={y}
              y2={y}
              stroke="#868e96"
              strokeWidth={1}
            />
          );
        })}
      {rows.map(({ label, middle }) => (
        <text
          key={middle}
          x={left - 5}
          y={top + middle * cellHeight}
          textAnchor="end"
          dominantBaseline="central"
        >
          {label}
        </text>
      ))}
      {columnLabels.map((label, column) => {
        const x = left + (column + 0.5) * cellWidth;
        return isTilted ? (
          <text
            key={column}
            transform={`translate(${x} ${below + 6}) rotate(-90)`}
            textAnchor="end"
            dominantBaseline="central"
          >
            {label}
          </text>
        ) : (
          <text key={column} x={x} y={below + 13} textAnchor="middle">
            {label}
          </text>
        );
      })}
    </g>
  );
});
