import type { MetricId } from '../../../domain/metrics';

/** The stored id of each metric; a missing one does not compile. */
export const Metric: { readonly [Id in MetricId as Uppercase<Id>]: Id } = {
  LOGIT_DIFF: 'logit_diff',
  LOG_PROB: 'log_prob',
  PROB: 'prob',
  PROB_DIFF: 'prob_diff',
  RANK: 'rank',
  ACCURACY: 'accuracy',
  KL_FROM_SOURCE: 'kl_from_source',
  KL_FROM_BASE: 'kl_from_base',
};
