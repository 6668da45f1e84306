import { DEFAULT_METRIC } from '../../../domain/metrics';
import type { PromptEffectResolvers } from '../generated/resolvers';

export const PromptEffect: PromptEffectResolvers = {
  // Sweeps are read in the default metric.
  metric: () => DEFAULT_METRIC,
  logitDiff: ({ value }) => value,
};
