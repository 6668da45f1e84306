import { findReadableRun } from '../../accounts/visibility';
import { followActivity } from '../../community/activity';
import { findOpenFinding } from '../../gallery/find-open';
import { followNotifications } from '../../community/notifications';
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
  findingActivity: {
    async subscribe(_, { findingId: key }, context) {
      const { id } = await findOpenFinding(context.services.db, context.requester, key);
      return findingActivity(context, id);
    },
  },
  viewerNotifications: {
    subscribe: (_, __, context) => viewerNotifications(context),
  },
};

async function* modelInstallation({ services, signal }: Context, id: string) {
  for await (const now of followInstallation(services, id, signal)) yield { modelInstallation: now };
}

async function* findingActivity({ services, signal }: Context, findingId: string) {
  for await (const kind of followActivity(services, findingId, signal))
    yield { findingActivity: { kind, findingId } };
}

function viewerNotifications({ services, requester, signal = services.stopping.signal }: Context) {
  // Refuses before the stream begins.
  const states = followNotifications(services, requester, signal);
  return (async function* () {
    for await (const state of states) yield { viewerNotifications: state };
  })();
}

async function* runProgress({ services, requester, signal }: Context, id: string) {
  for await (const progress of followRun(services, requester, id, signal)) yield { runProgress: progress };
}
