import type { MetricResultResolvers } from '../generated/resolvers';

export const MetricResult: MetricResultResolvers = {
  singles: (result) => result.readSingles(),
  layerSingles: (result) => result.readLayerSingles(),
};
