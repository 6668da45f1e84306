/** Which effects the pages of heads show: a direction and a metric, as the address has them. */
import { wordOfMetric, findMetric } from '../../domain/claim/words';
import { DIRECTIONS, type Direction } from '../../domain/effect';
import {
  DEFAULT_METRIC,
  describeMetric,
  METRIC_IDS,
  titleInSentence,
  type MetricId,
} from '../../domain/metrics';

export interface EffectChoice {
  /** Null for the first direction of each finding's run. */
  readonly direction: Direction | null;
  readonly metric: MetricId;
}

/** Metrics whose recovery is defined; the pages compare recoveries. */
export const RECOVERED_METRICS = METRIC_IDS.filter((id) => describeMetric(id).hasRecovery);

/** Reads `?direction=noising&metric=prob`; anything else is the first direction and the logit difference. */
export function readEffectChoice(read: (name: string) => string): EffectChoice {
  const metric = findMetric(read('metric'));
  return {
    direction: DIRECTIONS.find((one) => one.toLowerCase() === read('direction')) ?? null,
    metric: metric !== null && RECOVERED_METRICS.includes(metric) ? metric : DEFAULT_METRIC,
  };
}

/** The query string of a choice with its question mark; empty for the first direction and the logit difference. */
export function writeEffectChoice({ direction, metric }: EffectChoice): string {
  const parts = [
    ...(direction === null ? [] : [`direction=${direction.toLowerCase()}`]),
    ...(metric === DEFAULT_METRIC ? [] : [`metric=${wordOfMetric(metric)}`]),
  ];
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** E.g. `logit difference in the first direction of each finding’s run`. */
export function describeEffectChoice({ direction, metric }: EffectChoice): string {
  const where =
    direction === null ? 'in the first direction of each finding’s run' : `in ${direction.toLowerCase()}`;
  return `${titleInSentence(metric)} ${where}`;
}
