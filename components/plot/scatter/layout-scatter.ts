/** Where the points, the axes and the lines of a scatter plot are. Both axes have the same limits, and zero is within them. */
import { niceScale } from '../nice-scale';
import type { ScatterData } from './scatter-data';

export interface ScatterLayout {
  readonly width: number;
  readonly height: number;
  /** The square of the points. */
  readonly left: number;
  readonly top: number;
  readonly side: number;
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
  /** Radius of a point, in pixels. */
  readonly radius: number;
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
}

const MARGIN = { left: 58, top: 8, right: 10, bottom: 40 };
const SMALLEST_SIDE = 120;
/** Room beyond the values, as a share of their range. */
const SPARE = 0.05;
/** Points from which they are drawn smaller. */
export const MANY = 1000;

/** Height of a plot of a width, in pixels. */
export function measureHeight(width: number): number {
  return MARGIN.top + measureSide(width) + MARGIN.bottom;
}

function measureSide(width: number): number {
  return Math.max(SMALLEST_SIDE, width - MARGIN.left - MARGIN.right);
}

/** Lays out a plot. @param width of the whole plot, in pixels; it is as high as its square of points needs. */
export function layoutScatter({ x, y }: Pick<ScatterData, 'x' | 'y'>, width: number): ScatterLayout {
  const { low, high } = findEnds(x, y);
  const { domain, ticks } = chooseScale(low, high);
  const { left, top } = MARGIN;
  const side = measureSide(width);
  const share = (value: number): number => (value - domain[0]) / (domain[1] - domain[0]);
  return {
    width: left + side + MARGIN.right,
    height: top + side + MARGIN.bottom,
    left,
    top,
    side,
    domain,
    ticks,
    radius: x.length > MANY ? 2.5 : 4,
    toX: (value) => left + side * share(value),
    toY: (value) => top + side * (1 - share(value)),
  };
}

/** Limits just beyond the values, so that no point is cut, and round numbers within them. */
function chooseScale(low: number, high: number): Pick<ScatterLayout, 'domain' | 'ticks'> {
  if (low === high) return { domain: [-1, 1], ticks: [-1, 0, 1] };
  const margin = SPARE * (high - low);
  const domain = [low - margin, high + margin] as const;
  const { ticks } = niceScale([low, high], true);
  return { domain, ticks: ticks.filter((tick) => tick >= domain[0] && tick <= domain[1]) };
}

/** Spreading 12,000 values into Math.min would fill the stack. */
function findEnds(...vectors: readonly Float32Array[]): { low: number; high: number } {
  let [low, high] = [0, 0];
  for (const vector of vectors)
    for (const value of vector) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return { low, high };
}

/** A label beside its point. */
export interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

const CHARACTER = 6.4;
const LINE = 12;

/** Places labels above their points, to the right or left, within the square; one that would cover another is left out. */
export function placeLabels(
  { x, y, labelled }: Pick<ScatterData, 'x' | 'y' | 'labelled'>,
  { left, top, side, radius, toX, toY }: ScatterLayout,
): PlacedLabel[] {
  const placed: (PlacedLabel & { readonly from: number; readonly to: number })[] = [];
  for (const { point, text } of labelled) {
    const atX = toX(x[point]!);
    // Not on the lines of points whose values are 0 or equal.
    const atY = Math.max(top + LINE / 2, toY(y[point]!) - radius - 4);
    const length = text.length * CHARACTER;
    const isRight = atX + radius + 3 + length <= left + side;
    const start = isRight ? atX + radius + 3 : atX - radius - 3;
    const [from, to] = isRight ? [start, start + length] : [start - length, start];
    const isCovered = placed.some(
      (other) => Math.abs(other.y - atY) < LINE && other.from < to && from < other.to,
    );
    if (!isCovered) placed.push({ text, x: start, y: atY, anchor: isRight ? 'start' : 'end', from, to });
  }
  return placed.map(({ from: _from, to: _to, ...label }) => label);
}

/** Writes a tick, with a typographic minus sign. */
export function formatTick(tick: number): string {
  return String(tick).replace(/^-/, '−');
}
