/** Layout of an attention pattern in pixels. */
import { visibleText, type TokenLike } from '../../tokens/token-text';

/** Labels are cut to this many characters, each this wide. */
const LONGEST_LABEL = 12;
const CHARACTER = 6;
/** Smallest distance between two labels. */
const LINE = 10;
/** Smaller cells would not all be visible; patterns of long prompts are zoomed where they are shown large. */
const SMALLEST_CELL = 1;
/** Right of the last cell and below it. */
const EDGE = 2;
/** Of cells in figures for papers. */
const WIDEST_ON_PAPER = 18;
const SMALLEST_ON_PAPER = 0.1;

export interface PatternLayout {
  /** Width and height of a cell. */
  readonly cell: number;
  /** Distance of the first cell from the left and from the top. */
  readonly margin: number;
  readonly side: number;
  /** Positions that always have a label. */
  readonly labelled: readonly number[];
}

/** Labels of the tokens, shortened. */
export function patternLabels(tokens: readonly TokenLike[]): string[] {
  return tokens.map(({ text }) => {
    const written = visibleText(text);
    return written.length > LONGEST_LABEL ? `${written.slice(0, LONGEST_LABEL - 1)}…` : written;
  });
}

/**
 * Computes the layout of a pattern. If cells are small, every n-th token is labelled.
 *
 * @param room available width; exceeded if cells would become too small.
 */
export function layoutPattern(labels: readonly string[], room = Infinity): PatternLayout {
  const size = labels.length;
  const usual = size <= 24 ? 13 : size <= 40 ? 10 : size <= 80 ? 7 : size <= 200 ? 4 : 2;
  const margin = measureLabels(labels);
  const fitting = (room - margin) / size;
  // Large cells are whole pixels, so that all have the same size.
  const cell = Math.max(
    Math.min(usual, SMALLEST_CELL),
    Math.min(usual, fitting < 3 ? fitting : Math.floor(fitting)),
  );
  return placeCells(labels.length, cell, margin);
}

/** Computes the layout of a pattern on paper: cells have any size up to the widest, texts keep theirs. */
export function fitPattern(labels: readonly string[], room: number): PatternLayout {
  const margin = measureLabels(labels);
  const cell = Math.max(SMALLEST_ON_PAPER, Math.min(WIDEST_ON_PAPER, (room - margin - EDGE) / labels.length));
  return placeCells(labels.length, cell, margin);
}

function measureLabels(labels: readonly string[]): number {
  return 10 + CHARACTER * Math.max(0, ...labels.map((label) => label.length));
}

function placeCells(size: number, cell: number, margin: number): PatternLayout {
  const step = Math.ceil(LINE / cell);
  return {
    cell,
    margin,
    side: margin + size * cell + EDGE,
    labelled: Array.from({ length: Math.ceil(size / step) }, (_, index) => index * step),
  };
}

/**
 * Makes a square of the entries that the API sends, with NaN above the diagonal: later positions cannot be attended to.
 *
 * @param packed row by row: one value of the first, two of the second, and so on.
 * @returns row-major [dest, src].
 */
export function unpackPattern(packed: Float32Array, size: number): Float32Array {
  const values = new Float32Array(size * size).fill(NaN);
  for (let dest = 0; dest < size; dest++) {
    const start = (dest * (dest + 1)) / 2;
    values.set(packed.subarray(start, start + dest + 1), dest * size);
  }
  return values;
}

/** From this many tokens, the few largest values have the strongest colour together. */
const LONG = 64;
/** Share of the values of a long pattern that may be above its limit. */
const CUT = 0.001;
/** The limit is found up to this share of the largest value. */
const STEPS = 2000;
/** Smallest limit of short patterns, and for n tokens this many times 1/n, the mean of a row. */
const LEAST = 0.05;
const LEAST_MEANS = 4;
/** A limit of at least this share of the largest value is the largest value: a colour bar from 0 to 0.97 would leave out almost nothing. */
const NEARLY_ALL = 0.95;

/**
 * Finds the value of the strongest colour for several patterns: the largest one outside the first position. Many heads attend
 * to the first position with nearly 1, which would make all other cells pale; larger values have the strongest colour too. So have the
 * first rows of long patterns, which divide 1 among few positions. Where that would leave out less than 5% of the scale, it is the largest
 * value of all.
 */
export function patternLimit(patterns: readonly Float32Array[], size: number): number {
  const largest = findLargest(patterns, size);
  const cut = size < LONG ? largest : cutLargest(patterns, size, largest);
  const ofAll = Math.max(largest, findLargestOfFirst(patterns, size));
  const limit = cut >= NEARLY_ALL * ofAll ? ofAll : cut;
  return Math.max(Math.min(LEAST, LEAST_MEANS / size), limit);
}

/** The largest |value| of the first position, which the other positions and itself attend to. */
function findLargestOfFirst(patterns: readonly Float32Array[], size: number): number {
  let largest = 0;
  for (const values of patterns)
    for (let cell = 0; cell < size * size; cell += size) largest = Math.max(largest, Math.abs(values[cell]!));
  return largest;
}

// Patterns of 1,000 tokens have a million cells, so that no function is called for each.
function findLargest(patterns: readonly Float32Array[], size: number): number {
  let largest = 0;
  for (const values of patterns)
    for (let dest = 1; dest < size; dest++)
      for (let cell = dest * size + 1; cell <= dest * size + dest; cell++) {
        const found = Math.abs(values[cell]!);
        if (found > largest) largest = found;
      }
  return largest;
}

/** The value that no more than a share of the values exceeds. */
function cutLargest(patterns: readonly Float32Array[], size: number, largest: number): number {
  if (largest === 0) return 0;
  const counts = new Uint32Array(STEPS + 1);
  const scale = STEPS / largest;
  for (const values of patterns)
    for (let dest = 1; dest < size; dest++)
      for (let cell = dest * size + 1; cell <= dest * size + dest; cell++)
        counts[Math.min(STEPS, Math.ceil(Math.abs(values[cell]!) * scale))]!++;
  let left = CUT * patterns.length * ((size * (size - 1)) / 2);
  let step = STEPS;
  while (step > 1 && (left -= counts[step]!) >= 0) step--;
  return (step / STEPS) * largest;
}
