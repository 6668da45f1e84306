import type { FindingDraftResolvers } from '../generated/resolvers';

export const FindingDraft: FindingDraftResolvers = {
  async forkedFrom({ forkedFromId }, _, { loaders }) {
    if (forkedFromId === null || (await loaders.hiddenFinding.load(forkedFromId)) !== null) return null;
    return loaders.findingById.load(forkedFromId);
  },
};
