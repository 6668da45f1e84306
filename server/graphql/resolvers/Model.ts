import { canPublishNotebook } from '../../gallery/notebook-offer';
import type { ModelResolvers } from '../generated/resolvers';

export const Model: ModelResolvers = {
  installed: (model) => model.unavailable === null,
  provider: (model, _, { services }) =>
    model.unavailable === null ? (services.engine?.status().provider ?? null) : null,
  canPublishNotebook: (model, _, { services }) => canPublishNotebook(services, model),
  verification: (model, _, { services }) => services.verifier.status(model.id),
};
