'use client';

import { useMemo, useState, type KeyboardEvent } from 'react';
import type { FigureContext } from '../figure/FigureMenu';
import { CellCanvas } from '../heatmap/CellCanvas';
import { findCellUnder, isSameCell } from '../heatmap/find-cell';
import { moveBy, type CellAt } from '../heatmap/move';
import type { PaletteName } from '../heatmap/pixels';
import { formatEffect, type Tone } from '../heatmap/scale';
import { plotSize } from '../plot-size';
import { PatternCaption } from './PatternCaption';
import { PatternLabels } from './PatternLabels';
import { layoutPattern, patternLabels } from './pattern-layout';
import { usePainted } from './use-contrast';
import type { TokenLike } from '../../tokens/token-text';
import classes from './attention.module.css';

interface AttentionPatternProps {
  readonly title: string;
  /** Name of an exported figure. Default: the title. */
  readonly figureName?: string | undefined;
  readonly tokens: readonly TokenLike[];
  /** Row-major [dest, src], NaN above the diagonal. */
  readonly values: Float32Array;
  /** The value that has the strongest colour. */
  readonly limit: number;
  readonly palette: PaletteName;
  readonly tone: Tone;
  /** Positions whose tokens differ between the prompts. */
  readonly marked: readonly number[];
  /** Available width in pixels. Default: as wide as needed. */
  readonly room?: number | undefined;
  /** Description of an exported figure; without it there is no export. */
  readonly figure?: FigureContext;
  /** What the values are; the attention probability when left out. */
  readonly valueName?: string | undefined;
  /** Shows the pattern large. Left out where that is not possible. */
  readonly onOpen?: (() => void) | undefined;
}

/** An attention pattern: destinations down, sources across. Hovering or the arrow keys read a cell and highlight its two tokens. */
export function AttentionPattern(props: AttentionPatternProps) {
  const { title, tokens, values, limit, palette, tone, marked, room, figure, valueName, onOpen } = props;
  const [at, setAt] = useState<CellAt | null>(null);
  const size = tokens.length;
  const labels = useMemo(() => patternLabels(tokens), [tokens]);
  const layout = useMemo(() => layoutPattern(labels, room), [labels, room]);
  const { cell, margin, side } = layout;
  const { contrast, painted } = usePainted(values, size, limit, palette);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && onOpen) {
      event.preventDefault();
      onOpen();
      return;
    }
    const to = moveBy(
      event.key,
      at ?? { row: size - 1, column: 0 },
      size,
      size,
      1,
      event.ctrlKey || event.metaKey,
    );
    if (to === null && event.key !== 'Escape') return;
    event.preventDefault();
    setAt(to);
  };
  const read = at ? readCell(at, labels, values, palette) : ' ';
  return (
    <figure className={classes.figure} style={{ maxWidth: room && Math.max(side, room) }}>
      <PatternCaption
        {...{
          title,
          labels,
          values,
          limit,
          palette,
          tone,
          contrast,
          painted,
          marked,
          figure,
          valueName,
          onOpen,
        }}
        name={props.figureName}
      />
      <div className={classes.scroll}>
        <div className={classes.plot} style={plotSize(side, side)} data-plot>
          <CellCanvas
            {...{ palette, tone }}
            values={painted.values}
            limit={painted.limit}
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
            aria-label={`${title}: ${describe(labels, values)} Arrow keys read a cell.${onOpen ? ' Enter enlarges it.' : ''}`}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onBlur={() => setAt(null)}
          >
            <PatternLabels labels={labels} layout={layout} marked={marked} at={at} />
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
              data-opens={onOpen ? true : undefined}
              onClick={onOpen}
              onMouseMove={(event) => {
                const under = findCellUnder(event, size, size);
                setAt((last) => (isSameCell(last, under) ? last : under));
              }}
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

/** `·John 1 → BOS 0: 0.750` for the cell that is read. */
function readCell(
  { row, column }: CellAt,
  labels: readonly string[],
  values: Float32Array,
  palette: PaletteName,
): string {
  const value = values[row * labels.length + column]!;
  const written = palette === 'attention' ? value.toFixed(3) : formatEffect(value);
  return `${labels[row]} ${row} → ${labels[column]} ${column}: ${Number.isNaN(value) ? 'later than the destination' : written}`;
}

/** One sentence for screen readers: what the last position attends to most. */
function describe(labels: readonly string[], values: Float32Array): string {
  const last = [...values.subarray(values.length - labels.length)];
  const most = last.indexOf(Math.max(...last));
  return `the last position attends most to ${labels[most]} (position ${most}, ${(last[most] ?? 0).toFixed(2)}).`;
}
