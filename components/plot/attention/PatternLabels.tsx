import type { CellAt } from '../heatmap/move';
import type { PatternLayout } from './pattern-layout';
import classes from './attention.module.css';

interface PatternLabelsProps {
  readonly labels: readonly string[];
  readonly layout: PatternLayout;
  readonly marked: readonly number[];
  /** The cell that is read. */
  readonly at: CellAt | null;
}

/** Tokens of the rows and columns, as many as have room. Those of the cell that is read are always shown. */
export function PatternLabels({
  labels,
  layout: { cell, margin, labelled },
  marked,
  at,
}: PatternLabelsProps) {
  const near = (a: number, b: number): boolean => a !== b && Math.abs(a - b) * cell < 10;
  const shown = (lit: number | undefined): number[] =>
    lit === undefined
      ? [...labelled]
      : [...labelled.filter((index) => !near(index, lit) && index !== lit), lit];
  const text = (index: number, lit: number | undefined) => ({
    'data-lit': lit === index || undefined,
    'data-marked': marked.includes(index) || undefined,
    children: labels[index],
  });
  return (
    <g className={classes.labels} aria-hidden>
      {shown(at?.row).map((index) => (
        <text
          key={`row ${index}`}
          x={margin - 4}
          y={margin + (index + 0.5) * cell}
          textAnchor="end"
          dominantBaseline="central"
          {...text(index, at?.row)}
        />
      ))}
      {shown(at?.column).map((index) => (
        <text
          key={`column ${index}`}
          transform={`translate(${margin + (index + 0.5) * cell} ${margin - 4}) rotate(-90)`}
          dominantBaseline="central"
          {...text(index, at?.column)}
        />
      ))}
    </g>
  );
}
