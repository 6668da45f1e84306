'use client';

import { useMemo, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { FigureMenu, type FigureContext } from '../figure/FigureMenu';
import { CellCanvas } from '../heatmap/CellCanvas';
import { moveBy, type CellAt } from '../heatmap/move';
import type { PaletteName } from '../heatmap/pixels';
import { paletteColour } from '../heatmap/pixels';
import { formatEffect, type Tone } from '../heatmap/scale';
import { attentionColourBar, attentionPanel } from './panel';
import { layoutPattern, patternLabels, type PatternLayout } from './pattern-layout';
import type { TokenLike } from '../../tokens/token-text';
import classes from './attention.module.css';

interface AttentionPatternProps {
  readonly title: string;
  readonly tokens: readonly TokenLike[];
  /** Row-major [dest, src], NaN above the diagonal; each row sums to 1, or to 0 for a difference. */
  readonly values: Float32Array;
  /** Value of the strongest colour. */
  readonly limit: number;
  readonly palette: PaletteName;
  readonly tone: Tone;
  /** Positions whose tokens differ between the prompts. */
  readonly marked: readonly number[];
  /** Width that it may take, in pixels; as it needs when not given. */
  readonly room?: number | undefined;
  /** For exports; none where the pattern is exported with others. */
  readonly figure?: FigureContext;
}

/** Where a head looks: destinations down, sources across; hover or arrow keys read a cell and light its two tokens. */
export function AttentionPattern(props: AttentionPatternProps) {
  const { title, tokens, values, limit, palette, tone, marked, room, figure } = props;
  const [at, setAt] = useState<CellAt | null>(null);
  const size = tokens.length;
  const labels = useMemo(() => patternLabels(tokens), [tokens]);
  const layout = useMemo(() => layoutPattern(labels, room), [labels, room]);
  const { cell, margin, side } = layout;
  const isDifference = palette !== 'attention';

  const onMouseMove = (event: MouseEvent<SVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * size);
    const row = Math.floor(((event.clientY - box.top) / box.height) * size);
    const isInside = row >= 0 && row < size && column >= 0 && column < size;
    setAt((last) => (last?.row === row && last.column === column ? last : isInside ? { row, column } : null));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moveBy(event.key, at ?? { row: size - 1, column: 0 }, size, size);
    if (to === null && event.key !== 'Escape') return;
    event.preventDefault();
    setAt(to);
  };
  const value = at && values[at.row * size + at.column]!;
  const read =
    at && value !== null
      ? `${labels[at.row]} ${at.row} → ${labels[at.column]} ${at.column}: ${
          Number.isNaN(value)
            ? 'later than the destination'
            : isDifference
              ? formatEffect(value)
              : value.toFixed(3)
        }`
      : ' ';
  const stops = Array.from({ length: 9 }, (_, step) =>
    paletteColour(isDifference ? step / 4 - 1 : step / 8, palette, tone),
  );
  return (
    <figure className={classes.figure} style={{ maxWidth: room && Math.max(side, room) }}>
      <figcaption className={classes.caption}>
        <span>{title}</span>
        <span className={classes.range}>
          {isDifference ? `−${limit.toFixed(2)}` : '0'}
          <span
            className={classes.ramp}
            style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
          />
          {limit.toFixed(2)}
        </span>
        {figure && (
          <FigureMenu
            name={`attention of ${title}`}
            fileName={figure.nameFile(`attention ${title}`)}
            makeFigure={() => ({
              title: `Attention of ${title}`,
              lines: figure.lines,
              panels: [attentionPanel(title, labels, values, limit, palette, marked)],
              colourBar: attentionColourBar(limit, palette),
            })}
          />
        )}
      </figcaption>
      <div className={classes.scroll}>
        <div className={classes.plot} style={{ width: side, height: side }}>
          <CellCanvas
            {...{ values, limit, palette, tone }}
            isSparse
            rows={size}
            columns={size}
            left={margin}
            top={margin}
            cellWidth={cell}
            cellHeight={cell}
          />
          <svg
            width={side}
            height={side}
            role="application"
            aria-roledescription="attention pattern"
            aria-label={`${title}: ${describe(labels, values)} Arrow keys read a cell.`}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onBlur={() => setAt(null)}
          >
            <Labels labels={labels} layout={layout} marked={marked} at={at} />
            {at && (
              <rect
                x={margin + at.column * cell}
                y={margin + at.row * cell}
                width={cell}
                height={cell}
                className={classes.at}
              />
            )}
            <rect
              x={margin}
              y={margin}
              width={size * cell}
              height={size * cell}
              className={classes.surface}
              onMouseMove={onMouseMove}
              onMouseLeave={() => setAt(null)}
            />
          </svg>
        </div>
      </div>
      <output className={classes.read} aria-live="polite">
        {read}
      </output>
    </figure>
  );
}

interface LabelsProps {
  readonly labels: readonly string[];
  readonly layout: PatternLayout;
  readonly marked: readonly number[];
  readonly at: CellAt | null;
}

/** As many tokens as there is room for; those of the cell that is read always. */
function Labels({ labels, layout: { cell, margin, labelled }, marked, at }: LabelsProps) {
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

/** What the last position looks at most: the one sentence that a picture's description has room for. */
function describe(labels: readonly string[], values: Float32Array): string {
  const last = [...values.subarray(values.length - labels.length)];
  const most = last.indexOf(Math.max(...last));
  return `the last position looks most at ${labels[most]} (position ${most}, ${(last[most] ?? 0).toFixed(2)}).`;
}
