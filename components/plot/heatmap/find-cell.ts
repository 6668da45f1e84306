import type { MouseEvent } from 'react';
import type { CellAt } from './move';

/**
 * Finds the cell under the pointer.
 *
 * @param event on the element that covers exactly the cells.
 * @returns null beside the cells.
 */
export function findCellUnder(event: MouseEvent, rows: number, columns: number): CellAt | null {
  const box = event.currentTarget.getBoundingClientRect();
  const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
  const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
  return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
}

/** Whether two cells are the same, or both null. */
export function isSameCell(a: CellAt | null, b: CellAt | null): boolean {
  return a?.row === b?.row && a?.column === b?.column;
}
