/**
 * How the values of attention patterns become colours. With n tokens a row has n values of about 1/n, so that on a linear scale to the
 * largest value a long prompt is blank but for a few cells.
 */
import { formatNumber } from '../format-number';
import type { PaletteName } from '../heatmap/pixels';

/** `rows`: each row on a scale to its own largest value. */
export type Contrast = 'linear' | 'root' | 'rows';

export const CONTRASTS = {
  linear: { label: 'Linear', mark: '' },
  root: { label: 'Square root', mark: '√' },
  rows: { label: 'By row', mark: 'by row' },
} as const satisfies Readonly<Record<Contrast, object>>;

/** Prompts of more tokens have the square root by default. */
const LONG = 40;
/** Rows whose values are all below this share of the limit have no colours of their own: they are rounding. */
const LEAST_OF_ROW = 0.01;

export function usualContrast(size: number): Contrast {
  return size > LONG ? 'root' : 'linear';
}

export interface Painted {
  /** Row-major [dest, src], NaN above the diagonal. */
  readonly values: Float32Array;
  /** The value of the strongest colour. */
  readonly limit: number;
}

/**
 * Computes what is painted on a linear scale in place of the values.
 *
 * @param values row-major [dest, src], NaN above the diagonal.
 */
export function applyContrast(
  values: Float32Array,
  size: number,
  limit: number,
  palette: PaletteName,
  contrast: Contrast,
): Painted {
  if (contrast === 'linear') return { values, limit };
  const painted = new Float32Array(values.length).fill(NaN);
  for (let dest = 0; dest < size; dest++) {
    const start = dest * size;
    const largest = contrast === 'rows' ? findRowLimit(values, start, dest, limit, palette) : limit;
    for (let cell = start; cell <= start + dest; cell++) {
      const share = values[cell]! / largest;
      painted[cell] = contrast === 'rows' ? share : Math.sign(share) * Math.sqrt(Math.abs(share));
    }
  }
  return { values: painted, limit: 1 };
}

/** As the limit of a whole pattern: without the first position, to which many heads attend with nearly 1. */
function findRowLimit(
  values: Float32Array,
  start: number,
  dest: number,
  limit: number,
  palette: PaletteName,
): number {
  let largest = LEAST_OF_ROW * limit;
  const first = palette === 'attention' && dest > 0 ? start + 1 : start;
  for (let cell = first; cell <= start + dest; cell++) {
    const found = Math.abs(values[cell]!);
    if (found > largest) largest = found;
  }
  return largest;
}

/** Whether a value is larger than that of the strongest colour. */
export function hasLarger({ values, limit }: Painted): boolean {
  // Not a call for each of a million cells; rounding does not count.
  const most = limit * 1.0001;
  for (let cell = 0; cell < values.length; cell++) if (Math.abs(values[cell]!) > most) return true;
  return false;
}

/** A value and its place on the colour bar, from 0 to 1. */
export interface BarTick {
  readonly text: string;
  readonly at: number;
}

/** Values of the ticks of the colour bar, from one end to the other. @param isCut whether larger values have the strongest colour, too. */
export function listBarTicks(
  limit: number,
  palette: PaletteName,
  contrast: Contrast,
  isCut: boolean,
): readonly BarTick[] {
  const end = contrast === 'rows' ? '1' : formatTick(limit);
  const beyond = isCut ? '≥' : '';
  const below = isCut ? '≤' : '';
  const half = contrast === 'root' ? [formatTick(limit / 4)] : [];
  if (palette === 'attention')
    return [
      { text: '0', at: 0 },
      ...half.map((text) => ({ text, at: 0.5 })),
      { text: `${beyond}${end}`, at: 1 },
    ];
  return [
    { text: `${below}−${end}`, at: 0 },
    ...half.map((text) => ({ text: `−${text}`, at: 0.25 })),
    { text: '0', at: 0.5 },
    ...half.map((text) => ({ text: `+${text}`, at: 0.75 })),
    { text: `${beyond}+${end}`, at: 1 },
  ];
}

/** Name of the colour bar: what the values are, and their scale. */
export function nameBar(
  palette: PaletteName,
  contrast: Contrast,
  valueName = 'attention probability',
): string {
  const name = palette === 'attention' ? valueName : `difference of ${valueName}`;
  if (contrast === 'rows')
    return `${name}, share of the largest in its row${palette === 'attention' ? ' after the first position' : ''}`;
  return contrast === 'root' ? `${name}, square-root scale` : name;
}

/** Two decimals, or two digits of a small value. */
function formatTick(value: number): string {
  return value >= 0.1 || value === 0 ? formatNumber(value, 2) : value.toPrecision(2);
}
