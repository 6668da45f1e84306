import { AppError } from '../../errors';
import { followProgress } from '../../runs/progress';
import type { Context } from '../context';
import type { SubscriptionResolvers } from '../generated/resolvers';

export const Subscription: SubscriptionResolvers = {
  runProgress: {
    async subscribe(_, { id }, context) {
      if (!(await context.loaders.run.load(id))) throw new AppError('NOT_FOUND', `There is no run '${id}'.`);
      return runProgress(context, id);
    },
  },
  modelInstallation: {
    subscribe: (_, { id }, context) => modelInstallation(context, id),
  },
};

async function* modelInstallation({ services }: Context, id: string) {
  for await (const now of services.installer.follow(id)) yield { modelInstallation: now };
}

async function* runProgress({ services }: Context, id: string) {
  for await (const progress of followProgress(services, id)) yield { runProgress: progress };
}
