import type { Card } from '../../gallery/card';
import { formatThumbnailAddress } from '../../gallery/find-thumbnail';
import { readSummaryTree } from '../../gallery/parse-summary';
import type { Context } from '../context';
import type { FindingResolvers } from '../generated/resolvers';
import type { FindingParent } from '../parents';

export const Finding: FindingResolvers = {
  author: async (finding, _, { loaders }) => (await loaders.user.load(finding.ownerId))!,
  run: async (finding, _, { loaders }) => (await loaders.run.load(finding.runId))!,
  modelId: async (finding, _, { loaders }) => (await loaders.modelIdOfRun.load(finding.runId))!.modelId,
  tags: async (finding, _, { loaders }) => (await loaders.tags.load(finding.id)).map(({ tag }) => tag),
  isMine: (finding, _, { viewerId }) => finding.ownerId === viewerId,
  card: (finding, _, context) => readCard(finding, context),
  thumbnail: async (finding, { tone }, context) =>
    formatThumbnailAddress(
      context.services.cards,
      finding.slug,
      await readCard(finding, context),
      tone === 'DARK' ? 'dark' : 'light',
    ),
  summaryTree: async (finding, _, { services }) => JSON.stringify(await readSummaryTree(services, finding)),
};

function readCard(finding: FindingParent, { services, loaders }: Context): Promise<Card> {
  return services.cards.readCard(finding, async () => {
    const [run, pairs] = await Promise.all([
      loaders.run.load(finding.runId),
      loaders.pairs.load(finding.runId),
    ]);
    return { run: run!, pairs };
  });
}
