'use client';

import { memo, useState, type MouseEvent } from 'react';
import { interpolateBlues, interpolateRdBu } from 'd3-scale-chromatic';
import { visibleText, type TokenLike } from '../tokens/token-text';
import classes from './attention.module.css';

interface AttentionPatternProps {
  readonly title: string;
  readonly tokens: readonly TokenLike[];
  /** [dest][src]; each row sums to 1, or to 0 for a difference. */
  readonly values: readonly (readonly number[])[];
  /** A difference of two patterns: both signs, on a diverging scale from -1 to 1. */
  readonly isDifference?: boolean;
}

/** Where a head looks: destinations down, sources across; the tokens of the cell under the pointer light up. */
export function AttentionPattern({ title, tokens, values, isDifference = false }: AttentionPatternProps) {
  const [at, setAt] = useState<{ dest: number; src: number } | null>(null);
  const size = tokens.length;
  const cell = size > 40 ? 7 : size > 24 ? 10 : 13;
  const labels = tokens.map(({ text }) => visibleText(text));
  const margin = size > 40 ? 4 : 10 + 6 * Math.max(...labels.map((label) => label.length));
  const side = margin + size * cell + 2;
  const onMove = (event: MouseEvent<SVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const src = Math.floor(((event.clientX - box.left) / box.width) * size);
    const dest = Math.floor(((event.clientY - box.top) / box.height) * size);
    setAt(src >= 0 && src < size && dest >= 0 && dest < size ? { dest, src } : null);
  };
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>{title}</figcaption>
      <div className={classes.scroll}>
        <svg width={side} height={side} role="img" aria-label={`${title}: ${describe(labels, values)}`}>
          <Cells values={values} cell={cell} margin={margin} isDifference={isDifference} />
          {size <= 40 &&
            labels.map((label, index) => (
              <g key={index} className={classes.labels}>
                <text
                  x={margin - 4}
                  y={margin + (index + 0.5) * cell}
                  textAnchor="end"
                  dominantBaseline="central"
                  data-lit={at?.dest === index || undefined}
                >
                  {label}
                </text>
                <text
                  transform={`translate(${margin + (index + 0.5) * cell} ${margin - 4}) rotate(-90)`}
                  dominantBaseline="central"
                  data-lit={at?.src === index || undefined}
                >
                  {label}
                </text>
              </g>
            ))}
          <rect
            x={margin}
            y={margin}
            width={size * cell}
            height={size * cell}
            className={classes.surface}
            onMouseMove={onMove}
            onMouseLeave={() => setAt(null)}
          />
        </svg>
      </div>
      <span className={classes.read}>
        {at
          ? `${labels[at.dest]} ${at.dest} → ${labels[at.src]} ${at.src}: ${values[at.dest]![at.src]!.toFixed(3)}`
          : ' '}
      </span>
    </figure>
  );
}

interface CellsProps {
  readonly values: readonly (readonly number[])[];
  readonly cell: number;
  readonly margin: number;
  readonly isDifference: boolean;
}

const Cells = memo(function Cells({ values, cell, margin, isDifference }: CellsProps) {
  return (
    <g shapeRendering="crispEdges">
      {values.map((row, dest) =>
        row
          .slice(0, dest + 1)
          .map((value, src) => (
            <rect
              key={`${dest} ${src}`}
              x={margin + src * cell}
              y={margin + dest * cell}
              width={cell}
              height={cell}
              fill={isDifference ? interpolateRdBu(0.5 + value / 2) : interpolateBlues(value)}
            />
          )),
      )}
    </g>
  );
});

/** What the last position looks at most: the one sentence that a picture's description has room for. */
function describe(labels: readonly string[], values: readonly (readonly number[])[]): string {
  const last = values.at(-1) ?? [];
  const most = last.indexOf(Math.max(...last));
  return `the last position looks most at ${labels[most]} (position ${most}, ${(last[most] ?? 0).toFixed(2)})`;
}
