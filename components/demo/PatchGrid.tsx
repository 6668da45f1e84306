'use client';

import { useRef, type CSSProperties, type KeyboardEvent } from 'react';
import { formatEffect } from '../plot/format-number';
import type { DemoCell } from './example';
import { findStep, nameStep } from './scale-steps';
import classes from './patch-grid.module.css';

interface PatchGridProps {
  readonly label: string;
  readonly rowName: string;
  readonly rows: readonly string[];
  /** `title`: both tokens of a position whose prompts differ. */
  readonly columns: readonly {
    readonly text: string;
    readonly isMarked?: boolean;
    readonly title?: string | null;
  }[];
  /** Row-major; null where it is not known. */
  readonly values: readonly (number | null)[];
  /** Value at the ends of the colour scale. */
  readonly limit: number;
  readonly nameCell: (cell: DemoCell) => string;
  readonly chosen: DemoCell | null;
  readonly onChoose: (cell: DemoCell) => void;
  /** Whether the pointer chooses by moving over cells, not only by a click. */
  readonly choosesOnHover?: boolean;
  /** Without the name of the rows, for several grids beside each other. */
  readonly isCompact?: boolean;
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A small heatmap in the colours of the run page whose cells are chosen by pointer, touch or arrow keys. Rendered on the server, too. */
export function PatchGrid(props: PatchGridProps) {
  const { rows, columns, values, limit, chosen, onChoose } = props;
  const table = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent, { row, column }: DemoCell): void => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = {
      row: Math.min(rows.length - 1, Math.max(0, row + step[0])),
      column: Math.min(columns.length - 1, Math.max(0, column + step[1])),
    };
    onChoose(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row}:${next.column}"]`)?.focus();
  };
  const focusable = chosen ?? { row: 0, column: 0 };
  return (
    <div
      ref={table}
      className={classes.grid}
      role="grid"
      aria-label={props.label}
      data-many={columns.length > 9 || undefined}
      data-short={columns.every(({ text }) => text.length <= 2) || undefined}
      data-compact={props.isCompact || undefined}
    >
      <div role="row" className={classes.line}>
        <span role="columnheader" className={classes.corner}>
          {props.rowName}
        </span>
        {columns.map(({ text, isMarked, title }, column) => (
          <span
            key={column}
            role="columnheader"
            title={title ?? undefined}
            className={classes.column}
            data-marked={isMarked || undefined}
            data-chosen={chosen?.column === column || undefined}
          >
            <span>{text}</span>
          </span>
        ))}
      </div>
      {rows.map((label, row) => (
        <div role="row" key={label} className={classes.line}>
          <span role="rowheader" className={classes.row} data-chosen={chosen?.row === row || undefined}>
            {label}
          </span>
          {columns.map((_, column) => {
            const value = values[row * columns.length + column] ?? null;
            const cell = { row, column };
            const isChosen = chosen?.row === row && chosen.column === column;
            return (
              <span
                key={column}
                role="gridcell"
                className={classes.cell}
                data-cell={`${row}:${column}`}
                data-chosen={isChosen || undefined}
                aria-selected={isChosen}
                aria-label={`${props.nameCell(cell)}: ${value === null ? 'not computed' : formatEffect(value)}`}
                tabIndex={focusable.row === row && focusable.column === column ? 0 : -1}
                style={value === null ? undefined : createColours(value, limit)}
                onClick={() => onChoose(cell)}
                onFocus={() => onChoose(cell)}
                onPointerEnter={
                  props.choosesOnHover
                    ? (event) => event.pointerType === 'mouse' && onChoose(cell)
                    : undefined
                }
                onKeyDown={(event) => move(event, cell)}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** Both colours of a cell; the style sheet takes the one of the page's scheme. `ScaleColours` around the page has them. */
function createColours(value: number, limit: number): CSSProperties {
  const step = findStep(value, limit);
  return {
    '--on-light': `var(${nameStep('light', step)})`,
    '--on-dark': `var(${nameStep('dark', step)})`,
  } as CSSProperties;
}
