/** Numbers as text. Without the colour scales, so that a page can write numbers without loading them. */

/** Formats a value with its sign and three decimals; a value that rounds to zero has no sign. */
export function formatEffect(value: number | null): string {
  if (value === null || Number.isNaN(value)) return 'undefined';
  const text = formatNumber(value, 3);
  return text.startsWith('−') || Number(text) === 0 ? text : `+${text}`;
}

/** Formats a number with fixed decimals and a typographic minus sign; never `−0.000`. */
export function formatNumber(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
