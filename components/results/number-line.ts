/** Layout of a number line in percent of its width. */

/** Room beside the outermost values, as a share of their distance: labels stand there. More where labels stand beside their values. */
const PADDING = 0.22;
const NEAR_PADDING = 0.6;
/** Closer labels would overlap, in percent. */
const NEAR = 22;

export interface NumberLine {
  /** Finds the place of a value, in percent from the left. */
  readonly place: (value: number) => number;
  /** On which side of its value each label stands, so that they never overlap. */
  readonly sides: Readonly<Record<'clean' | 'corrupted', 'start' | 'middle' | 'end'>>;
  /** Whether the number of 0 has room between the labels; otherwise it stands below them. */
  readonly hasRoomForZero: boolean;
}

interface Means {
  readonly clean: number;
  readonly corrupted: number;
}

/** Widths of a label on a phone, in percent: half of one in the middle of its value, and a whole one beside it. */
const HALF_LABEL = 17;
const WHOLE_LABEL = 34;

/** Lays out the means and all values of the clean and corrupted runs; 0 is always on the line. */
export function layoutNumberLine(means: Means, values: readonly number[]): NumberLine {
  const all = [means.clean, means.corrupted, 0, ...values].filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const span = high - low || 1;
  const isNear = 100 * Math.abs(means.clean - means.corrupted) < NEAR * (1 + 2 * PADDING) * span;
  const padding = isNear ? NEAR_PADDING : PADDING;
  const start = low - padding * span;
  const place = (value: number): number => (100 * (value - start)) / (span * (1 + 2 * padding));
  const isCleanRight = means.clean >= means.corrupted;
  const sides: NumberLine['sides'] = isNear
    ? { clean: isCleanRight ? 'start' : 'end', corrupted: isCleanRight ? 'end' : 'start' }
    : { clean: 'middle', corrupted: 'middle' };
  const isFree = (name: 'clean' | 'corrupted'): boolean => {
    const distance = place(0) - place(means[name]);
    if (sides[name] === 'middle') return Math.abs(distance) > HALF_LABEL;
    return sides[name] === 'start'
      ? distance < 0 || distance > WHOLE_LABEL
      : distance > 0 || -distance > WHOLE_LABEL;
  };
  return { place, sides, hasRoomForZero: isFree('clean') && isFree('corrupted') };
}
