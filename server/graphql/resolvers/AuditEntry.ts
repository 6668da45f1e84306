import type { AuditEntryResolvers } from '../generated/resolvers';

export const AuditEntry: AuditEntryResolvers = {
  actor: ({ actorId }, _, { loaders }) => (actorId === null ? null : loaders.user.load(actorId)),
};
