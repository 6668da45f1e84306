'use client';

import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { findLargest, speakText, speakValueName } from './speak';
import { formatEffect } from './scale';
import type { CellAt } from './move';
import classes from './heatmap.module.css';

interface LargestTableProps {
  readonly title: string;
  /** Row-major. */
  readonly values: ArrayLike<number | null>;
  readonly columns: { readonly length: number };
  readonly valueName: string;
  readonly unit: string;
  readonly formatValue?: ((value: number | null) => string) | undefined;
  readonly nameCell: (cell: CellAt) => string;
  readonly speakCell?: ((cell: CellAt) => string) | undefined;
  /** Called with a cell that is chosen. */
  readonly onChoose: (cell: CellAt) => void;
  /** Shows the plot again. */
  readonly onClose: () => void;
}

/** The cells of a heatmap with the largest values by size, which gets the focus. Each name is a button that opens the cell; Escape shows the plot. */
export function LargestTable(props: LargestTableProps) {
  const { title, values, columns, valueName, unit, formatValue = formatEffect, nameCell } = props;
  const { speakCell = (cell) => speakText(nameCell(cell)), onChoose, onClose } = props;
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => region.current?.focus(), []);
  const largest = findLargest(values, columns.length);
  return (
    <div
      ref={region}
      className={classes.scroll}
      tabIndex={0}
      role="region"
      aria-label={`Largest cells of ${title}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      {largest.length === 0 && <p className={classes.none}>All values are 0 or undefined.</p>}
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">rank</th>
            <th scope="col">cell</th>
            <th scope="col">
              {speakValueName(valueName)}
              {unit && ` (${unit})`}
            </th>
          </tr>
        </thead>
        <tbody>
          {largest.map((cell, index) => (
            <tr key={`${cell.row} ${cell.column}`}>
              <td>{index + 1}</td>
              <th scope="row">
                <button type="button" className={classes.choose} data-printed onClick={() => onChoose(cell)}>
                  {speakCell(cell)}
                </button>
              </th>
              <td>{formatValue(values[cell.row * columns.length + cell.column] ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button size="xs" variant="default" mt="xs" onClick={onClose}>
        Show the plot
      </Button>
    </div>
  );
}
