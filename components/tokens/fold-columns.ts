import type { AlignedColumn } from './align';
import type { TokenLike } from './token-text';

/** A common prefix shorter than this is not worth folding, nor is that of prompts that fit the page. */
const SHORTEST_FOLD = 8;
const LONGEST_UNFOLDED = 24;

/** Whether a common prefix is long enough to be folded. */
export function isWorthFolding(prefix: number, length: number): boolean {
  return prefix >= SHORTEST_FOLD && prefix < length && length > LONGEST_UNFOLDED;
}

/** How many columns two prompts have in common before their first difference, where that is worth folding; 0 otherwise. */
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
