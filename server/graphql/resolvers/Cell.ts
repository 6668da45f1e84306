import { DEFAULT_METRIC } from '../../../domain/metrics';
import type { CellResolvers } from '../generated/resolvers';

export const Cell: CellResolvers = {
  // Sweeps are read in the default metric.
  metric: () => DEFAULT_METRIC,
  logitDiff: ({ value }) => value,
  src: ({ src }) => src ?? null,
};
