import { DEFAULT_METRIC } from '../../../domain/metrics';
import type { CellResolvers } from '../generated/resolvers';

export const Cell: CellResolvers = {
  logitDiff: ({ metric, value }) => (metric === DEFAULT_METRIC ? value : null),
  src: ({ src }) => src ?? null,
};
