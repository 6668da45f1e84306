import { listAccessTokens } from '../../accounts/access-tokens';
import { findEmail } from '../../accounts/find-email';
import { listSessions } from '../../accounts/sessions';
import type { UserResolvers } from '../generated/resolvers';

/** Private fields are guarded by server/accounts/policy.ts. */
export const User: UserResolvers = {
  role: (_, __, { requester }) => requester.role,
  email: ({ id }, _, { services }) => findEmail(services.db, id),
  sessions: ({ id }, _, { services, sessionId }) => listSessions(services.db, id, sessionId),
  accessTokens: ({ id }, _, { services }) => listAccessTokens(services.db, id),
};
