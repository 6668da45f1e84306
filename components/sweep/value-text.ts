/** Names of the values of heatmaps, by metric. */
import type { Metric } from '../generated/graphql';
import type { HeatmapScale } from '../plot/heatmap/palette';
import { formatEffect, formatNumber, type ScaleName } from '../plot/heatmap/scale';
import { titleInSentence } from '../../domain/metrics';
import { ROLES } from '../../domain/sufficiency';
import { DEFAULT_METRIC, metricRow, toMetricId } from './metrics';
import type { ValueName } from './view-state';

export interface ValueText {
  /** On controls. */
  readonly label: string;
  /** On colour bars, with the unit. */
  readonly axis: string;
  /** Follows a value. */
  readonly unit: string;
  /** In the description of a figure. */
  readonly sentence: string;
}

/** Names of a value. */
export function valueText(value: ValueName, metric: Metric = DEFAULT_METRIC): ValueText {
  const { title, label } = metricRow(metric);
  const name = metricName(metric);
  const unit = metricUnit(metric);
  const withUnit = unit === '' ? name : `${name} (${unit})`;
  const inUnit = unit === '' ? '' : `, in ${unit}`;
  switch (value) {
    case 'recovery':
      return {
        label: 'Recovery',
        axis: 'recovery',
        unit: '',
        sentence: `Recovery of the ${name}: 0 as in the base run, 1 as in the source run`,
      };
    case 'change':
      return {
        label: 'Change',
        axis: `change of the ${withUnit}`,
        unit,
        sentence: `Change of the ${name} from the base run${inUnit}`,
      };
    case 'raw':
      return {
        label: metric === DEFAULT_METRIC ? title : `Raw ${label}`,
        axis: withUnit,
        unit,
        sentence:
          metric === DEFAULT_METRIC
            ? 'Logit difference (correct − incorrect) after the patch, in logits'
            : `${title} after the patch${inUnit}`,
      };
    case 'roles':
      return {
        label: 'Sufficient / necessary',
        axis: 'neither, sufficient, necessary, both',
        unit: '',
        sentence: `Sufficient: denoising recovers the ${name}. Necessary: noising destroys it`,
      };
  }
}

/** The name of a value beside the axis of a chart, which is short: a chart is less than 200 px high. */
export function nameChartAxis(value: ValueName, metric: Metric): string {
  if (value === 'recovery' || value === 'roles') return valueText(value, metric).label.toLowerCase();
  const unit = metricUnit(metric);
  const name = value === 'change' ? 'change' : metricRow(metric).label;
  return unit === '' ? name : `${name} (${unit})`;
}

/** Name of a metric inside a sentence. */
export function metricName(metric: Metric): string {
  return titleInSentence(toMetricId(metric));
}

/** Unit that follows a value; empty for probabilities, ranks and accuracies, which have none. */
export function metricUnit(metric: Metric): string {
  const { unit } = metricRow(metric);
  return unit === 'logits' || unit === 'nats' ? unit : '';
}

/** Writes a value: effects with their sign, raw values without, roles by name. */
export function formatShown(value: ValueName): (number: number | null) => string {
  if (value === 'roles') return (code) => (code === null ? 'undefined' : (ROLES[code] ?? 'undefined'));
  if (value !== 'raw') return formatEffect;
  return (number) => (number === null || Number.isNaN(number) ? 'undefined' : formatNumber(number, 3));
}

/**
 * The colour scale of a value. Effects diverge around 0, and so do raw values with both signs. Raw values with one sign run from
 * 0: a diverging scale would leave half of its colours unused and would make 0 look neutral.
 *
 * @param chosen the diverging scale that the visitor has chosen.
 */
export function chooseScale(value: ValueName, metric: Metric, chosen: ScaleName): HeatmapScale {
  if (value === 'roles') return 'roles';
  if (value !== 'raw' || metric === 'LOGIT_DIFF' || metric === 'PROB_DIFF') return chosen;
  return metric === 'LOG_PROB' ? 'sequential-down' : 'sequential';
}
