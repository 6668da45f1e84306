/** Entries of attention patterns that the exported notebook computes again: TransformerLens takes a forward pass for each. */
import { rankLargest } from '../../domain/rank-largest';

/** Entries of one sweep that the notebook computes. */
export const MAX_ENTRIES = 500;

/**
 * Picks cells of a sweep, in ascending order: all computed ones or, of more than MAX_ENTRIES, the half with the largest change
 * from the base run, and as many that are spread evenly over the computed cells.
 *
 * @param values logit differences, one for each cell.
 * @param base logit difference of the base run.
 */
export function pickEntries(values: Float32Array, computed: Uint8Array, base: number): number[] {
  const cells = Array.from(computed.keys()).filter((cell) => computed[cell] === 1);
  if (cells.length <= MAX_ENTRIES) return cells;
  const half = MAX_ENTRIES / 2;
  const changes = Float64Array.from(cells, (cell) => Math.abs(values[cell]! - base));
  const largest = rankLargest(changes, half);
  const spread = Array.from({ length: half }, (_, step) => Math.floor((step * cells.length) / half));
  return [...new Set([...largest, ...spread])].toSorted((a, b) => a - b).map((at) => cells[at]!);
}
