import { wordColumn } from '../../db/codec';
import type { ReportResolvers } from '../generated/resolvers';

const decodeOutcome = wordColumn('Report.outcome', ['HIDDEN', 'DISMISSED']);

export const Report: ReportResolvers = {
  reporter: async ({ reporterId }, _, { loaders }) => (await loaders.user.load(reporterId))!,
  finding: async ({ findingId }, _, { loaders }) => (await loaders.findingById.load(findingId))!,
  comment: ({ commentId }, _, { loaders }) => (commentId === null ? null : loaders.comment.load(commentId)),
  outcome: ({ outcome }) => (outcome === null ? null : decodeOutcome(outcome)),
};
