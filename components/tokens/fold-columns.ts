import type { AlignedColumn } from './align';
import type { TokenLike } from './token-text';

/** Shorter prefixes are not folded, nor are prompts that fit on the page. */
const SHORTEST_FOLD = 8;
const LONGEST_UNFOLDED = 24;

/** Whether a common prefix is long enough to be folded. */
export function isWorthFolding(prefix: number, length: number): boolean {
  return prefix >= SHORTEST_FOLD && prefix < length && length > LONGEST_UNFOLDED;
}

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
