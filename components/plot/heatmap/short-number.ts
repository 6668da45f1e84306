/** Room that a number needs inside of a cell, in pixels. */
const NARROWEST = 23;
const LOWEST = 13;

/** Whether cells have room for a number of up to four characters. */
export function hasRoomForNumbers(cellWidth: number, cellHeight: number): boolean {
  return cellWidth >= NARROWEST && cellHeight >= LOWEST;
}

/**
 * Writes a number in few characters: `.26`, `−.26`, `1.3`, `−12`; empty for NaN and for what rounds to 0.
 *
 * @param decimals of numbers below 1; 0 for whole numbers, such as counts.
 */
export function shortNumber(value: number, decimals = 2): string {
  if (Number.isNaN(value)) return '';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (Number(size.toFixed(decimals)) === 0) return '';
  if (size < 0.995) return `${sign}${size.toFixed(decimals).slice(1)}`;
  if (size < 9.95) return `${sign}${size.toFixed(Math.min(1, decimals))}`;
  return size < 999.5 ? `${sign}${size.toFixed(0)}` : `${sign}${(size / 1000).toFixed(0)}k`;
}
