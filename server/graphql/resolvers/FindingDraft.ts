import type { FindingDraftResolvers } from '../generated/resolvers';

export const FindingDraft: FindingDraftResolvers = {
  forkedFrom: ({ forkedFromId }, _, { loaders }) =>
    forkedFromId === null ? null : loaders.findingById.load(forkedFromId),
};
