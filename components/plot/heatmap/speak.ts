/** What is said of cells, in words that a screen reader pronounces. */
import type { CellAt } from './move';

/** Cells of a summary. */
export const LARGEST_COUNT = 10;

/** Writes signs that are not pronounced as words: `L9H9` as `head 9.9`, `·Mary 4 ← ·John 2` as `Mary 4 from John 2`. */
export function speakText(text: string): string {
  return text
    .replaceAll(/\bL(\d+)H(\d+)\b/g, 'head $1.$2')
    .replaceAll('←', 'from')
    .replaceAll('↵', ' line break ')
    .replaceAll('⇥', ' tab ')
    .replaceAll('·', ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Writes a value for speech: without a plus sign, with `minus`, and with two decimals unless it is small. */
export function speakValue(text: string): string {
  const [, sign, digits] = /^([+−-]?)(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (digits === undefined) return text.replaceAll('−', 'minus ');
  const size = Number(digits);
  const rounded = size >= 0.1 ? Number(size.toFixed(2)) : size;
  return `${sign === '−' || sign === '-' ? 'minus ' : ''}${rounded}`;
}

/** The name of values without their unit, which follows the number: `change of the logit difference`. */
export function speakValueName(name: string): string {
  return name.replace(/ \([^)]*\)$/, '');
}

/** Writes a place in an order: `largest`, `2nd largest`, `11th largest`. */
export function speakRank(rank: number): string {
  if (rank === 1) return 'largest';
  const isTeen = rank % 100 >= 11 && rank % 100 <= 13;
  const ending = (!isTeen && ['', 'st', 'nd', 'rd'][rank % 10]) || 'th';
  return `${rank}${ending} largest`;
}

/** The place of a cell among all by size, from 1; null for cells without a value, or whose value is 0. */
export function rankCell(values: ArrayLike<number | null>, index: number): number | null {
  const own = measureSize(values[index]);
  if (own === 0) return null;
  let rank = 1;
  for (let at = 0; at < values.length; at++) if (measureSize(values[at]) > own) rank++;
  return rank;
}

/** The cells with the largest values by size, largest first; none whose value is 0. */
export function findLargest(
  values: ArrayLike<number | null>,
  columns: number,
  count: number = LARGEST_COUNT,
): CellAt[] {
  return Array.from({ length: values.length }, (_, index) => index)
    .filter((index) => measureSize(values[index]) > 0)
    .toSorted((a, b) => measureSize(values[b]) - measureSize(values[a]) || a - b)
    .slice(0, count)
    .map((index) => ({ row: Math.floor(index / columns), column: index % columns }));
}

function measureSize(value: number | null | undefined): number {
  return typeof value === 'number' && !Number.isNaN(value) ? Math.abs(value) : 0;
}
