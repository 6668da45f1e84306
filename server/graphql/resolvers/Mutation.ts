import { publishFinding } from '../../gallery/publish';
import { cancelRun } from '../../runs/cancel';
import { submitRun } from '../../runs/submit';
import type { MutationResolvers } from '../generated/resolvers';

export const Mutation: MutationResolvers = {
  createRun: (_, { input }, { services, act }) => submitRun(services, act, input, input.recompute),
  cancelRun: (_, { id }, { services, viewerId }) => cancelRun(services, viewerId, id),
  publishFinding: (_, { input }, { services, viewerId }) => publishFinding(services, viewerId, input),
};
