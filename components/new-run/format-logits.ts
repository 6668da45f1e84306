/** A number of logits with a real minus sign; a value that rounds to 0 has none. */
export function formatLogits(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}
