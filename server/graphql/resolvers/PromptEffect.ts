import { DEFAULT_METRIC } from '../../../domain/metrics';
import type { PromptEffectResolvers } from '../generated/resolvers';

export const PromptEffect: PromptEffectResolvers = {
  logitDiff: ({ metric, value }) => (metric === DEFAULT_METRIC ? value : null),
};
