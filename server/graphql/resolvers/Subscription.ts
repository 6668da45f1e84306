import { findReadableRun } from '../../accounts/visibility';
import { followInstallation } from '../../models/hub/follow-installation';
import { followRun } from '../../runs/queue/follow';
import type { Context } from '../context';
import type { SubscriptionResolvers } from '../generated/resolvers';

export const Subscription: SubscriptionResolvers = {
  runProgress: {
    async subscribe(_, { id }, context) {
      await findReadableRun(context.services.db, context.requester, id);
      return runProgress(context, id);
    },
  },
  modelInstallation: {
    subscribe: (_, { id }, context) => modelInstallation(context, id),
  },
};

async function* modelInstallation({ services, signal }: Context, id: string) {
  for await (const now of followInstallation(services, id, signal)) yield { modelInstallation: now };
}

async function* runProgress({ services, requester, signal }: Context, id: string) {
  for await (const progress of followRun(services, requester, id, signal)) yield { runProgress: progress };
}
