/** Axes that begin and end at round numbers. */

export interface NiceScale {
  readonly domain: [number, number];
  readonly ticks: number[];
}

/** Approximate number of intervals. */
const INTERVALS = 5;
const SMALLEST_SPAN = 1e-9;

/**
 * A scale over all values with ticks at multiples of 1, 2 or 5 times a power of ten.
 *
 * @param hasZero whether the scale must include zero, as bars need it.
 * @param isWhole whether ticks are whole numbers, as those of counts.
 */
export function niceScale(values: readonly number[], hasZero = true, isWhole = false): NiceScale {
  const finite = values.filter((value) => Number.isFinite(value));
  const low = Math.min(...finite, ...(hasZero || finite.length === 0 ? [0] : []));
  const high = Math.max(...finite, ...(hasZero || finite.length === 0 ? [0] : []));
  const span = high - low;
  // Equal values, and values that differ by rounding only, get a span of 1.
  const rough = (span > SMALLEST_SPAN ? span : 1) / INTERVALS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const nice = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const step = isWhole ? Math.max(1, nice) : nice;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const end = last === first ? first + 1 : last;
  // Rounding removes the error of multiplication (0.30000000000000004).
  const ticks = Array.from({ length: end - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { domain: [ticks[0]!, ticks.at(-1)!], ticks };
}
