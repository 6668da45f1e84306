/** A cell of a heatmap. */
export interface CellAt {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads from a cell; null for keys that lead nowhere. */
export function moveBy(key: string, at: CellAt, rows: number, columns: number): CellAt | null {
  const clamp = (row: number, column: number): CellAt => ({
    row: Math.min(rows - 1, Math.max(0, row)),
    column: Math.min(columns - 1, Math.max(0, column)),
  });
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
      return clamp(at.row, 0);
    case 'End':
      return clamp(at.row, columns - 1);
    default:
      return null;
  }
}
