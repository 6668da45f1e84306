import { decodeStance } from '../../db/codec';
import { canRemove } from '../../gallery/attach-evidence';
import { decodeComparison } from '../../gallery/compare-replication';
import type { EvidenceResolvers } from '../generated/resolvers';

export const Evidence: EvidenceResolvers = {
  isReplication: ({ stance }) => ['REPLICATION', 'ELSEWHERE'].includes(decodeStance(stance)),
  isFresh: ({ stance }) => decodeStance(stance) === 'FRESH',
  isElsewhere: async ({ runId }, _, { loaders }) => (await loaders.run.load(runId))!.importedAt !== null,
  stance({ stance: stored }) {
    const stance = decodeStance(stored);
    return stance === 'SUPPORTS' || stance === 'REFUTES' ? stance : null;
  },
  finding: async ({ findingId }, _, { loaders }) => (await loaders.findingById.load(findingId))!,
  author: async ({ creatorId }, _, { loaders }) => (await loaders.user.load(creatorId))!,
  run: async ({ runId }, _, { loaders }) => (await loaders.run.load(runId))!,
  comparison: ({ isSame, comparison }) =>
    isSame === null || comparison === null ? null : { isSame, metrics: decodeComparison(comparison) },
  canRemove: async (evidence, _, { requester, loaders }) =>
    canRemove(evidence, (await loaders.run.load(evidence.runId))!, requester),
};
