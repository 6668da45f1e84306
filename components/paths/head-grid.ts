/** Values of senders as rows and columns: layers by heads. */
import type { ColumnLabel } from '../plot/heatmap/geometry';
import type { CellAt } from '../plot/heatmap/move';
import { formatHead } from '../../domain/cell';
import type { Head, ModelHeads } from './path-steps';

export interface HeadGrid {
  /** [layer, head], row-major. */
  readonly values: Float32Array;
  /** 1 for heads that cannot reach a receiver. */
  readonly skipped: Uint8Array;
  readonly rowLabels: readonly string[];
  readonly columns: readonly ColumnLabel[];
}

/**
 * Puts the values of senders into the grid of all heads.
 *
 * @param values one for each sender.
 * @param unreached value of heads that are no senders: that of the base run.
 */
export function makeHeadGrid(
  { layers, heads }: ModelHeads,
  senders: readonly Head[],
  values: ArrayLike<number>,
  unreached: number,
): HeadGrid {
  const grid = new Float32Array(layers * heads).fill(unreached);
  const skipped = new Uint8Array(layers * heads).fill(1);
  for (const [index, { layer, head }] of senders.entries()) {
    grid[layer * heads + head] = values[index]!;
    skipped[layer * heads + head] = 0;
  }
  return {
    values: grid,
    skipped,
    rowLabels: Array.from({ length: layers }, (_, layer) => String(layer)),
    columns: Array.from({ length: heads }, (_, head) => ({ text: String(head) })),
  };
}

/** `L9H6`: a cell of the grid. */
export function nameHeadCell({ row, column }: CellAt): string {
  return formatHead(row, column);
}

export function toHead({ row, column }: CellAt): Head {
  return { layer: row, head: column };
}

export function toCell({ layer, head }: Head): CellAt {
  return { row: layer, column: head };
}
