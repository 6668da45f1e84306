/** A cell of a heatmap. */
export interface CellAt {
  readonly row: number;
  readonly column: number;
}

/** Rows that Page Up and Page Down move by if a layer has one row. */
const PAGE = 4;

/**
 * Finds the cell that a key moves to; null for other keys.
 *
 * @param rowsPerLayer Page Up and Page Down move by a layer if it has several rows.
 * @param isWhole whether Home and End go to the first and the last cell of all, as they do with Ctrl, instead of the row's.
 */
export function moveBy(
  key: string,
  at: CellAt,
  rows: number,
  columns: number,
  rowsPerLayer = 1,
  isWhole = false,
): CellAt | null {
  const clamp = (row: number, column: number): CellAt => ({
    row: Math.min(rows - 1, Math.max(0, row)),
    column: Math.min(columns - 1, Math.max(0, column)),
  });
  const page = rowsPerLayer > 1 ? rowsPerLayer : PAGE;
  switch (key) {
    case 'ArrowUp':
      return clamp(at.row - 1, at.column);
    case 'ArrowDown':
      return clamp(at.row + 1, at.column);
    case 'ArrowLeft':
      return clamp(at.row, at.column - 1);
    case 'ArrowRight':
      return clamp(at.row, at.column + 1);
    case 'Home':
      return isWhole ? clamp(0, 0) : clamp(at.row, 0);
    case 'End':
      return clamp(isWhole ? rows - 1 : at.row, columns - 1);
    case 'PageUp':
      return clamp(at.row - page, at.column);
    case 'PageDown':
      return clamp(at.row + page, at.column);
    default:
      return null;
  }
}
