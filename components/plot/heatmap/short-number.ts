/** Room that a number needs inside of a cell, in pixels. */
const NARROWEST = 22;
const LOWEST = 13;

/** Whether cells have room for a number of up to four characters. */
export function hasRoomForNumbers(cellWidth: number, cellHeight: number): boolean {
  return cellWidth >= NARROWEST && cellHeight >= LOWEST;
}

/** Writes a number in up to four characters: `.26`, `−.26`, `1.3`, `−12`; `0` below half a hundredth, empty for NaN. */
export function shortNumber(value: number): string {
  if (Number.isNaN(value)) return '';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size < 0.005) return '0';
  if (size < 0.995) return `${sign}${size.toFixed(2).slice(1)}`;
  if (size < 9.95) return `${sign}${size.toFixed(1)}`;
  return size < 999.5 ? `${sign}${size.toFixed(0)}` : `${sign}${(size / 1000).toFixed(0)}k`;
}
