import type { FindingRunResolvers } from '../generated/resolvers';

export const FindingRun: FindingRunResolvers = {
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
};
