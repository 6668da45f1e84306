/** Selection of cells: what several patches together are computed of. */
import type { Geometry } from './geometry';
import type { CellAt } from './move';

/** The cells of the rectangle with two cells as its corners, row by row. */
export function cellsBetween(a: CellAt, b: CellAt): CellAt[] {
  const [top, bottom] = [Math.min(a.row, b.row), Math.max(a.row, b.row)];
  const [left, right] = [Math.min(a.column, b.column), Math.max(a.column, b.column)];
  return Array.from({ length: bottom - top + 1 }, (_, row) =>
    Array.from({ length: right - left + 1 }, (__, column) => ({ row: top + row, column: left + column })),
  ).flat();
}

/** Frames of cells as the `d` of an SVG path, inside of their edges. */
export function framePath(
  cells: readonly CellAt[],
  { left, top, cellWidth, cellHeight }: Pick<Geometry, 'left' | 'top' | 'cellWidth' | 'cellHeight'>,
): string {
  return cells
    .map(({ row, column }) => {
      const [x, y] = [left + column * cellWidth + 1, top + row * cellHeight + 1];
      return `M${x} ${y}h${cellWidth - 2}v${cellHeight - 2}h${2 - cellWidth}z`;
    })
    .join('');
}
