import type { ModelResolvers } from '../generated/resolvers';

export const Model: ModelResolvers = {
  installed: (model) => model.unavailable === null,
  provider: (model, _, { services }) =>
    model.unavailable === null ? (services.engine?.status().provider ?? null) : null,
  verification: (model, _, { services }) => services.verifier.status(model.id),
};
