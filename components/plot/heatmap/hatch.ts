/** Hatching of cells that were not computed, and of cells that are not distinguishable from 0, on the page and in exported figures. */
import type { Geometry } from './geometry';

/** Legend of the hatching. */
export const HATCH_LEGEND = 'not computed: equals the base run';
/** The same as a sentence, for exported figures. */
export const HATCH_SENTENCE = 'Hatched cells were not computed: they equal the base run.';

/** Legend of cells whose effect is not significant; the test is stated beside the controls. */
export const UNCLEAR_LEGEND = 'not distinguishable from 0';
/** The same as a sentence, for exported figures. */
export const UNCLEAR_SENTENCE = 'Cells with falling diagonals are not distinguishable from 0.';

/**
 * The path of the hatching: a rising diagonal through each skipped cell; the diagonals of neighbours of equal size are one line.
 *
 * @param skipped row-major, [rows, columns]; 1 for each cell that was not computed.
 * @returns the `d` of an SVG path; empty when no cell was skipped.
 */
export function hatchPath(
  skipped: Uint8Array,
  columns: number,
  { left, top, cellWidth, cellHeight }: Pick<Geometry, 'left' | 'top' | 'cellWidth' | 'cellHeight'>,
): string {
  const parts: string[] = [];
  const isSkipped = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && column < columns && skipped[row * columns + column] === 1;
  for (let cell = 0; cell < skipped.length; cell++) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    // A line is drawn from its lower left cell.
    if (!isSkipped(row, column) || isSkipped(row + 1, column - 1)) continue;
    let steps = 1;
    while (isSkipped(row - steps, column + steps)) steps++;
    const [x, y] = [left + column * cellWidth, top + (row + 1) * cellHeight];
    parts.push(`M${x} ${y}l${steps * cellWidth} ${-steps * cellHeight}`);
  }
  return parts.join('');
}

/**
 * The path of falling diagonals through cells that are not distinguishable from 0. Cells that were not computed have rising ones
 * only.
 *
 * @param unclear and @param skipped row-major, [rows, columns]; 1 for each such cell.
 */
export function unclearPath(
  unclear: Uint8Array,
  skipped: Uint8Array | undefined,
  columns: number,
  { left, top, cellWidth, cellHeight }: Pick<Geometry, 'left' | 'top' | 'cellWidth' | 'cellHeight'>,
): string {
  const parts: string[] = [];
  const isUnclear = (row: number, column: number): boolean =>
    row >= 0 &&
    column >= 0 &&
    column < columns &&
    unclear[row * columns + column] === 1 &&
    skipped?.[row * columns + column] !== 1;
  for (let cell = 0; cell < unclear.length; cell++) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    // A line is drawn from its upper left cell.
    if (!isUnclear(row, column) || isUnclear(row - 1, column - 1)) continue;
    let steps = 1;
    while (isUnclear(row + steps, column + steps)) steps++;
    parts.push(
      `M${left + column * cellWidth} ${top + row * cellHeight}l${steps * cellWidth} ${steps * cellHeight}`,
    );
  }
  return parts.join('');
}

/** Whether any cell is hatched. @param marked 1 for each cell that is. */
export function hasHatched(marked: Uint8Array | undefined): boolean {
  return marked?.includes(1) ?? false;
}
