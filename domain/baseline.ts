/**
 * The baseline gate: judges from the two unpatched runs whether recovery is meaningful.
 *
 * The gap of a pair is its clean minus its corrupted logit difference, in both directions of patching. Recovery divides by
 * the mean gap, so it is not meaningful unless the mean is clearly above 0. A model that does not prefer the correct answers
 * on the clean prompts does not do the task.
 */
import { isGapTooSmall, mean, type Baselines } from './effect';
import { DEFAULT_METRIC, describeMetric } from './metrics';

/** OK: recovery is meaningful. WEAK: the gap is not clearly above 0. ABSENT: the model does not do the task. */
export type BaselineVerdict = 'OK' | 'WEAK' | 'ABSENT';

/** Standard errors that the mean gap must exceed to count as above 0. */
export const CLEAR_STANDARD_ERRORS = 2;

/** The result of the gate, in logits. */
export interface BaselineGate {
  /** Mean over pairs of clean minus corrupted. */
  readonly gapMean: number;
  /** Sample standard deviation of the gap over the root of the number of pairs; null for one pair. */
  readonly gapStandardError: number | null;
  /** Pairs whose clean logit difference is above their corrupted one. */
  readonly pairsWithRightSign: number;
  readonly verdict: BaselineVerdict;
  /** Why recovery is not meaningful, in one sentence; null when the verdict is OK. */
  readonly cannotNormalise: string | null;
}

/** Judges the logit differences of the two unpatched runs. With values that are not finite the verdict is ABSENT. */
export function judgeBaseline({ clean, corrupted }: Baselines): BaselineGate {
  const gaps = Array.from(clean, (value, pair) => value - corrupted[pair]!);
  const gapMean = mean(gaps);
  const gapStandardError = computeStandardError(gaps);
  const measured = {
    gapMean,
    gapStandardError,
    pairsWithRightSign: gaps.filter((gap) => gap > 0).length,
  };
  const cleanMean = mean(clean);
  if (!Number.isFinite(gapMean) || !Number.isFinite(cleanMean)) {
    const reason = 'A logit difference is not a finite number, so recovery is not defined.';
    return { ...measured, verdict: 'ABSENT', cannotNormalise: reason };
  }
  if (cleanMean <= 0) {
    const reason = `The mean clean logit difference is ${formatLogits(cleanMean)} logits${formatOver(gaps.length)}: the model does not prefer the correct answers on the clean prompts, and recovery is not meaningful.`;
    return { ...measured, verdict: 'ABSENT', cannotNormalise: reason };
  }
  if (isGapTooSmall({ base: 0, source: gapMean })) {
    const reason = `The mean gap is ${formatLogits(gapMean)} logits${formatOver(gaps.length)}; recovery divides by it and is not defined below ${describeMetric(DEFAULT_METRIC).minGap} logits.`;
    return { ...measured, verdict: 'WEAK', cannotNormalise: reason };
  }
  if (gapMean <= CLEAR_STANDARD_ERRORS * (gapStandardError ?? 0)) {
    const spread =
      gapStandardError === null ? '' : ` with a standard error of ${formatLogits(gapStandardError)}`;
    const reason = `The mean gap is ${formatLogits(gapMean)} logits${spread}${formatOver(gaps.length)}; recovery divides by it and is not meaningful.`;
    return { ...measured, verdict: 'WEAK', cannotNormalise: reason };
  }
  return { ...measured, verdict: 'OK', cannotNormalise: null };
}

/** Whether every logit difference is a finite number. */
export function isFiniteBaseline({ clean, corrupted }: Baselines): boolean {
  return [...Array.from(clean), ...Array.from(corrupted)].every(Number.isFinite);
}

/** Sample standard deviation / sqrt(n); null for fewer than two values. */
function computeStandardError(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

function formatOver(pairs: number): string {
  return ` over ${pairs} ${pairs === 1 ? 'pair' : 'pairs'}`;
}

/** Formats a value with two decimals, or with two significant digits when it is smaller than 0.1. */
function formatLogits(value: number): string {
  const text = value === 0 || Math.abs(value) >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
  return text.replace('-', '−');
}
