/**
 * The verdict on a claim: SUPPORTED when it holds on the whole interval over prompts, REFUTED when it fails on the whole interval,
 * otherwise UNDECIDED. A run of one prompt has no interval; then the verdict is that of the value, about this prompt alone.
 */
import type { CellAddress } from '../cell';
import { MAX_CLAIM_LENGTH } from '../limits';
import { rankLargest } from '../rank-largest';
import { TextError } from '../text-error';
import {
  addressOfCell,
  bindClaim,
  listChildren,
  listBoundCells,
  type BoundClaim,
  type BoundExpression,
  type ClaimRun,
  type SweepKey,
} from './bind';
import { computeInterval, forEachResample, hashSeed, RESAMPLES, TAIL } from './bootstrap';
import { createMeasure, measureCells, type ClaimData } from './measure';
import { parseClaim } from './parse';
import { printClaim } from './print';
import type { ComparisonOperator } from './syntax';
import type { Verdict } from './verdicts';

/** What a run says of a claim. */
export interface Judgement {
  readonly verdict: Verdict;
  /**
   * Of a comparison with a number, the left side; of another comparison, left - right; of `top`, the share of resamples with this
   * set, or 1 or 0 for one prompt. Null when invalid.
   */
  readonly value: number | null;
  /** Interval of `value` over prompts; null for one prompt, for `top`, and for an end that is not finite. */
  readonly low: number | null;
  readonly high: number | null;
  readonly error: { readonly message: string; readonly at: number } | null;
  /** The cell that the claim is about, and how it is read; null for claims about the unpatched runs alone. */
  readonly about: { readonly cell: CellAddress; readonly sweep: SweepKey } | null;
}

/** Parses a claim and binds it to a run; a problem becomes a judgement. */
export function prepareClaim(
  text: string,
  run: ClaimRun,
):
  | { readonly canonical: string; readonly bound: BoundClaim }
  | { readonly canonical: null; readonly invalid: Judgement } {
  try {
    const claim = parseClaim(text);
    return { canonical: printClaim(claim), bound: bindClaim(claim, run) };
  } catch (error) {
    return { canonical: null, invalid: judgeInvalid(error) };
  }
}

/**
 * Judges a bound claim.
 *
 * @param canonical its canonical text, and @param digest identity of the run's results: together they seed the resamples.
 */
export function judgeClaim(bound: BoundClaim, data: ClaimData, canonical: string, digest: string): Judgement {
  try {
    const seed = hashSeed(canonical, digest);
    const judged = bound.type === 'top' ? judgeTop(bound, data, seed) : judgeComparison(bound, data, seed);
    return { ...judged, error: null, about: findCell(bound, data) };
  } catch (error) {
    return judgeInvalid(error);
  }
}

type Judged = Pick<Judgement, 'verdict' | 'value' | 'low' | 'high'>;

function judgeComparison(
  { left, operator, right, tolerance }: Extract<BoundClaim, { type: 'comparison' }>,
  data: ClaimData,
  seed: number,
): Judged {
  const threshold = readConstant(right);
  const [measureLeft, measureRight] = [createMeasure(left, data), createMeasure(right, data)];
  const measure = (prompts: ArrayLike<number>): number =>
    measureLeft(prompts)[0]! - (threshold === null ? measureRight(prompts)[0]! : 0);
  const value = measure(allPrompts(data));
  if (!Number.isFinite(value) || (threshold !== null && !Number.isFinite(threshold))) {
    throw new TextError(
      'The value is not a finite number: it divides by 0, or the run has no such result.',
      0,
    );
  }
  const holds = (number: number): boolean => compare(number, operator, threshold ?? 0, tolerance);
  if (data.prompts < 2) {
    return { verdict: holds(value) ? 'SUPPORTED' : 'REFUTED', value, low: null, high: null };
  }
  const values = new Float64Array(RESAMPLES);
  let at = 0;
  forEachResample(data.prompts, seed, (drawn) => {
    values[at++] = measure(drawn);
  });
  const { low, high } = computeInterval(values);
  const failsEverywhere =
    operator === '='
      ? high < (threshold ?? 0) - tolerance || low > (threshold ?? 0) + tolerance
      : !holds(low) && !holds(high);
  // The value itself lies outside a percentile interval only where the resamples are very skewed; then nothing is decided.
  const verdict =
    holds(low) && holds(high) && holds(value)
      ? 'SUPPORTED'
      : failsEverywhere && !holds(value)
        ? 'REFUTED'
        : 'UNDECIDED';
  return { verdict, value, low: finiteOrNull(low), high: finiteOrNull(high) };
}

function judgeTop(
  { cells, members }: Extract<BoundClaim, { type: 'top' }>,
  data: ClaimData,
  seed: number,
): Judged {
  const measure = measureCells(cells, data);
  const isSet = (prompts: ArrayLike<number>): boolean | null => {
    const values = measure(prompts);
    if (Number.isNaN(values[0]!)) return null;
    const top = rankLargest(values, members.length).toSorted((a, b) => a - b);
    return top.every((member, at) => member === members[at]);
  };
  const onAll = isSet(allPrompts(data));
  const none = { low: null, high: null };
  if (data.prompts < 2) {
    return { verdict: onAll === true ? 'SUPPORTED' : 'REFUTED', value: onAll === true ? 1 : 0, ...none };
  }
  let [same, other] = [0, 0];
  forEachResample(data.prompts, seed, (drawn) => {
    const equal = isSet(drawn);
    if (equal === true) same++;
    else if (equal === false) other++;
  });
  const verdict =
    onAll === true && same >= (1 - TAIL) * RESAMPLES
      ? 'SUPPORTED'
      : onAll === false && other >= (1 - TAIL) * RESAMPLES
        ? 'REFUTED'
        : 'UNDECIDED';
  return { verdict, value: same / RESAMPLES, ...none };
}

/** Rounding of sums must not decide whether 0.25 is within half a unit of 0.2. */
const SLACK = 1e-12;

function compare(value: number, operator: ComparisonOperator, threshold: number, tolerance: number): boolean {
  switch (operator) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
    case '=':
      return Math.abs(value - threshold) <= tolerance + SLACK;
  }
}

/** The value of an expression without cells and baselines; null for others. */
function readConstant(expression: BoundExpression): number | null {
  const nothing = { prompts: 0, readSweep: fail, readBaselines: fail };
  return isConstant(expression) ? createMeasure(expression, nothing)([])[0]! : null;
}

function isConstant(expression: BoundExpression): boolean {
  if (expression.type === 'cells' || expression.type === 'baseline') return false;
  return listChildren(expression).every(isConstant);
}

function fail(): never {
  throw new Error('a constant reads nothing');
}

function allPrompts({ prompts }: ClaimData): number[] {
  return Array.from({ length: prompts }, (_, prompt) => prompt);
}

/** Of several cells, the one with the largest absolute value; of a set, its first member. */
function findCell(bound: BoundClaim, data: ClaimData): Judgement['about'] {
  const [cells] = listBoundCells(bound);
  if (!cells) return null;
  const largest =
    bound.type === 'top'
      ? bound.members[0]!
      : rankLargest(Array.from(measureCells(cells, data)(allPrompts(data)), Math.abs), 1)[0]!;
  return { cell: addressOfCell(cells, largest), sweep: cells.sweep };
}

/** @throws what is no problem of a claim. */
function judgeInvalid(error: unknown): Judgement {
  if (!(error instanceof TextError)) throw error;
  const at = Math.min(error.at, MAX_CLAIM_LENGTH);
  return {
    verdict: 'INVALID',
    value: null,
    low: null,
    high: null,
    error: { message: error.message, at },
    about: null,
  };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
