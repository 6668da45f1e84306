import { completeCard, readCard, summarizeRun } from '../../gallery/card';
import { readSummaryTree } from '../../gallery/parse-summary';
import type { FindingResolvers } from '../generated/resolvers';

export const Finding: FindingResolvers = {
  author: async (finding, _, { loaders }) => (await loaders.user.load(finding.ownerId))!,
  run: async (finding, _, { loaders }) => (await loaders.run.load(finding.runId))!,
  modelId: async (finding, _, { loaders }) => (await loaders.modelIdOfRun.load(finding.runId))!.modelId,
  tags: async (finding, _, { loaders }) => (await loaders.tags.load(finding.id)).map(({ tag }) => tag),
  summaryTree: async (finding, _, { services }) => JSON.stringify(await readSummaryTree(services, finding)),
  isMine: (finding, _, { viewerId }) => finding.ownerId === viewerId,
  card: ({ card, runId }, _, { loaders }) =>
    completeCard(readCard(card), async () => {
      const [run, pairs] = await Promise.all([loaders.run.load(runId), loaders.pairs.load(runId)]);
      return summarizeRun(run!, pairs);
    }),
};
