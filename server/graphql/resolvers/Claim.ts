import { countVerdicts, readVerdict } from '../../gallery/claims';
import type { ClaimResolvers } from '../generated/resolvers';

export const Claim: ClaimResolvers = {
  finding: async ({ findingId }, _, { loaders }) => (await loaders.findingById.load(findingId))!,
  counts: async ({ id }, _, { loaders }) => countVerdicts(await loaders.claimVerdicts.load(id)),
  commentCount: ({ id }, _, { loaders }) => loaders.commentsOfClaim.load(id),
  async verdicts(claim, _, { loaders }) {
    if ('frozen' in claim) return claim.frozen.map((row) => readVerdict(claim, row));
    const [finding, further, evidence, rows] = await Promise.all([
      loaders.findingById.load(claim.findingId),
      loaders.furtherRuns.load(claim.findingId),
      loaders.evidence.load(claim.findingId),
      loaders.claimVerdicts.load(claim.id),
    ]);
    const order = [finding?.runId, ...[...further, ...evidence].map(({ runId }) => runId)];
    return rows
      .filter(({ runId }) => order.includes(runId))
      .toSorted((a, b) => order.indexOf(a.runId) - order.indexOf(b.runId))
      .map((row) => readVerdict(claim, row));
  },
};
