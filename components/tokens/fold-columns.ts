import { isWorthFolding } from '../../domain/fold-positions';
import type { AlignedColumn } from './align';
import type { TokenLike } from './token-text';

/** Counts the columns before the first difference of two prompts; 0 if they are too few to fold. */
export function commonPrefix(
  columns: readonly AlignedColumn[],
  clean: readonly TokenLike[],
  corrupted: readonly TokenLike[],
): number {
  const first = columns.findIndex(
    (column) =>
      column.clean === null ||
      column.corrupted === null ||
      clean[column.clean]!.id !== corrupted[column.corrupted]!.id,
  );
  return isWorthFolding(first, columns.length) ? first : 0;
}
