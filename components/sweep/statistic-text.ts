/** Names of statistics over prompts, and how their values are written and coloured. */
import { DEFAULT_LEVEL, MIN_PROMPTS } from '../../domain/statistics/cells';
import type { Metric, Normalisation } from '../generated/graphql';
import type { HeatmapScale } from '../plot/heatmap/palette';
import { formatNumber, type ScaleName } from '../plot/heatmap/scale';
import { chooseScale, formatShown, metricName, metricUnit, valueText, type ValueText } from './value-text';
import type { StatisticName, ValueName } from './view-state';

/** What is shown of the values of a run. */
export interface ShownStatistic {
  readonly statistic: StatisticName;
  readonly isMeanOfRatios: boolean;
}

/** Statistics as the control offers them. */
export const STATISTIC_LABELS: Readonly<Record<StatisticName, string>> = {
  mean: 'Mean',
  t: 't',
  sign: 'Same sign',
  error: 'Standard error',
};

/** What effects are, inside a sentence: recovery, or the change of the metric. Raw values are tested by their change. */
export function effectName(value: ValueName, metric: Metric): string {
  return value === 'recovery' ? 'recovery' : `change of the ${metricName(metric)}`;
}

/** How effects are normalised where a value is shown. Raw values are tested by their change from the base run. */
export function chooseNormalisation(value: ValueName, isMeanOfRatios: boolean): Normalisation {
  if (value !== 'recovery') return 'NONE';
  return isMeanOfRatios ? 'MEAN_OF_RATIOS' : 'RATIO_OF_MEANS';
}

/** A p value with two significant digits; `< 0.0001` below that. */
export function formatP(p: number): string {
  return p < 0.0001 ? '< 0.0001' : String(Number(p.toPrecision(2)));
}

/** Names of what is shown. @param value of the mean. */
export function statisticText(
  { statistic, isMeanOfRatios }: ShownStatistic,
  value: ValueName,
  metric: Metric,
): ValueText {
  const mean = valueText(value, metric);
  const effect = effectName(value, metric);
  const by = value === 'recovery' && isMeanOfRatios ? ' (mean of ratios)' : '';
  const unit = value === 'recovery' ? '' : metricUnit(metric);
  switch (statistic) {
    case 'mean':
      return by === ''
        ? mean
        : {
            ...mean,
            axis: `${mean.axis}${by}`,
            sentence: `${mean.sentence}; mean over prompts of the recovery by the gap of each prompt`,
          };
    case 't':
      return {
        label: 't',
        axis: `t of the ${effect}${by}`,
        unit: '',
        sentence: `t of the ${effect}${by} over prompts: mean / standard error`,
      };
    case 'sign':
      return {
        label: 'Same sign',
        axis: `share of prompts with the sign of the mean ${effect}${by}`,
        unit: '',
        sentence: `Share of prompts whose ${effect} has the sign of the mean${by}`,
      };
    case 'error': {
      // The gap of a recovery varies with the prompts, too; this error does not have that part.
      const divided = value === 'recovery' && !isMeanOfRatios ? 'change / mean gap' : `${effect}${by}`;
      return {
        label: 'Standard error',
        axis: `standard error of the ${divided}${unit === '' ? '' : ` (${unit})`}`,
        unit,
        sentence: `Standard error over prompts of the mean ${divided}${unit === '' ? '' : `, in ${unit}`}`,
      };
    }
  }
}

/** Writes a value of a statistic. */
export function formatStatistic(
  statistic: StatisticName,
  value: ValueName,
): (number: number | null) => string {
  if (statistic === 'mean') return formatShown(value);
  return (number) => {
    if (number === null || Number.isNaN(number)) return 'undefined';
    if (!Number.isFinite(number)) return number < 0 ? '−∞' : '∞';
    return statistic === 'sign'
      ? `${formatNumber(100 * number, 0)}%`
      : formatNumber(number, statistic === 't' ? 2 : 3);
  };
}

/** The colour scale of a statistic: t diverges around 0, the others run from 0. */
export function statisticScale(
  statistic: StatisticName,
  value: ValueName,
  metric: Metric,
  chosen: ScaleName,
): HeatmapScale {
  if (statistic === 'mean') return chooseScale(value, metric, chosen);
  return statistic === 't' ? chosen : 'sequential';
}

/** Why statistics cannot be shown; null where they can. */
export function whyNoStatistics(prompts: number, prompt: number | null, value: ValueName): string | null {
  if (prompts < MIN_PROMPTS) {
    const have = prompts === 1 ? 'one prompt pair' : `${prompts} prompt pairs`;
    return `This run has ${have}. Statistics over prompts need at least ${MIN_PROMPTS}.`;
  }
  if (prompt !== null) return 'One prompt is shown. Choose the mean to see statistics over prompts.';
  return value === 'roles'
    ? 'Sufficient and necessary cells have no statistics. Choose Recovery or Change.'
    : null;
}

/** The test in words: method, correction and number of prompts. */
export function describeTest(prompts: number, leftOut: number): string {
  const counted = `${prompts - leftOut} prompts${leftOut > 0 ? ` (${leftOut} with too small a gap left out)` : ''}`;
  return `Two-sided t test of the mean effect against 0 over ${counted}, corrected over the computed cells of each sweep (Benjamini-Hochberg, false discovery rate ${100 * DEFAULT_LEVEL}%). Mean effects within rounding, 1e-5 x max(1, |gap|, |logit difference|) logits, count as 0.`;
}
