/**
 * The numbers of a claim, over all prompts of a run or over a resample of them.
 *
 * Means over prompts are taken first and then normalised, as everywhere: see effect.ts. A resample computes the same statistic
 * again, so recovery is a ratio of two means of the resampled prompts.
 */
import {
  computeChange,
  computeRecovery,
  isGapTooSmall,
  mean,
  meanOfPrompts,
  orientGap,
  type Baselines,
} from '../effect';
import { describeMetric } from '../metrics';
import { TextError } from '../text-error';
import type { BaselineKey, BoundCells, BoundExpression, SweepKey } from './bind';

/** The stored values that bound claims read. */
export interface ClaimData {
  readonly prompts: number;
  /** Raw values, [prompt, ...cells], row-major. */
  readonly readSweep: (key: SweepKey) => Float32Array;
  /** [prompt]. */
  readonly readBaselines: (key: BaselineKey) => Baselines;
}

/** Computes numbers from some prompts, which may be there several times. */
export type Measure = (prompts: ArrayLike<number>) => ArrayLike<number>;

/** What an expression says of prompts. @throws TextError where recovery is not defined over all prompts. */
export function createMeasure(expression: BoundExpression, data: ClaimData): Measure {
  switch (expression.type) {
    case 'number':
      return () => [expression.value];
    case 'baseline': {
      const { clean, corrupted } = data.readBaselines(expression.key);
      return (prompts) => {
        const means = { clean: meanOfPrompts(clean, prompts), corrupted: meanOfPrompts(corrupted, prompts) };
        return [expression.part === 'gap' ? means.clean - means.corrupted : means[expression.part]];
      };
    }
    case 'negation': {
      const of = createMeasure(expression.of, data);
      return (prompts) => Array.from(of(prompts), (value) => -value);
    }
    case 'arithmetic': {
      const [left, right] = [createMeasure(expression.left, data), createMeasure(expression.right, data)];
      return (prompts) => [calculate(left(prompts)[0]!, expression.operator, right(prompts)[0]!)];
    }
    case 'call': {
      const of = expression.of.map((part) => createMeasure(part, data));
      return (prompts) => {
        const parts = of.map((part) => part(prompts));
        if (expression.name === 'abs') return Array.from(parts[0]!, Math.abs);
        return [AGGREGATES[expression.name](parts)];
      };
    }
    case 'cells':
      return measureCells(expression, data);
  }
}

/** Recovery, change or raw value of each cell, in the order of its indices; recovery is NaN where a resample has no gap. */
export function measureCells({ sweep, grid, indices, form, at }: BoundCells, data: ClaimData): Measure {
  const { metric, direction } = sweep;
  const { clean, corrupted } = data.readBaselines(sweep);
  const whole = orientGap(mean(clean), mean(corrupted), direction);
  if (form === 'recovery' && isGapTooSmall(whole, metric)) {
    const { minGap, unit } = describeMetric(metric);
    const size = Math.abs(whole.source - whole.base);
    const gap = Number.isFinite(size) ? `${Number(size.toPrecision(3))} ${unit}` : 'not computed';
    const message = `Recovery is not defined: the gap between the two unpatched runs is ${gap}, and it must be at least ${minGap}. Write '| change' or '| raw' in the brackets.`;
    throw new TextError(message, at);
  }
  const values = data.readSweep(sweep);
  const size = grid.shape.reduce((product, length) => product * length, 1);
  // [cell][prompt], so that a resample reads one short array for each cell.
  const columns = indices.map((index) =>
    Float64Array.from({ length: data.prompts }, (_, prompt) => values[prompt * size + index]!),
  );
  const result = new Float64Array(columns.length);
  return (prompts) => {
    const gap = orientGap(meanOfPrompts(clean, prompts), meanOfPrompts(corrupted, prompts), direction);
    for (const [cell, column] of columns.entries()) {
      const value = meanOfPrompts(column, prompts);
      result[cell] =
        form === 'raw'
          ? value
          : form === 'change'
            ? computeChange(value, gap)
            : computeRecovery(value, gap, metric);
    }
    return result;
  };
}

const AGGREGATES = {
  max: (parts: readonly ArrayLike<number>[]) => reduce(parts, -Infinity, Math.max),
  min: (parts: readonly ArrayLike<number>[]) => reduce(parts, Infinity, Math.min),
  mean(parts: readonly ArrayLike<number>[]) {
    const count = parts.reduce((sum, { length }) => sum + length, 0);
    return reduce(parts, 0, (sum, value) => sum + value) / count;
  },
};

function reduce(
  parts: readonly ArrayLike<number>[],
  first: number,
  join: (a: number, b: number) => number,
): number {
  let result = first;
  for (const part of parts) for (let at = 0; at < part.length; at++) result = join(result, part[at]!);
  return result;
}

function calculate(left: number, operator: '+' | '-' | '*' | '/', right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}
