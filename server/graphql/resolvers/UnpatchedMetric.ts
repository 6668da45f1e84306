import { MAX_PAIRS } from '../../../domain/limits';
import { checkCount, checkOffset } from '../connection';
import type { UnpatchedMetricResolvers } from '../generated/resolvers';
import { listPerPrompt } from '../sweep-data';

export const UnpatchedMetric: UnpatchedMetricResolvers = {
  perPrompt({ baselines }, { first, offset }) {
    if (first != null) checkCount('first', first, MAX_PAIRS);
    checkOffset(offset);
    return listPerPrompt(baselines, first ?? MAX_PAIRS, offset);
  },
};
