import { decodeVersionClaims, decodeVersionRuns, decodeVersionTags } from '../../gallery/versions';
import type { FindingVersionResolvers } from '../generated/resolvers';

export const FindingVersion: FindingVersionResolvers = {
  author: async ({ authorId }, _, { loaders }) => (await loaders.user.load(authorId))!,
  tags: ({ tags }) => decodeVersionTags(tags),
  claims: ({ claims }) => decodeVersionClaims(claims).map(({ text }) => text),
  runs: ({ runs }) => decodeVersionRuns(runs),
};
