import { listAccessTokens } from '../../accounts/access-tokens';
import { findEmail } from '../../accounts/find-email';
import { countUnread, listNotifications } from '../../community/notifications';
import { listStars } from '../../discussion/stars';
import { listSessions } from '../../accounts/sessions';
import { formatCursor } from '../../paging';
import { toConnection } from '../connection';
import type { UserResolvers } from '../generated/resolvers';

/** Private fields are guarded by server/accounts/policy.ts. */
export const User: UserResolvers = {
  role: (_, __, { requester }) => requester.role,
  email: ({ id }, _, { services }) => findEmail(services.db, id),
  sessions: ({ id }, _, { services, sessionId }) => listSessions(services.db, id, sessionId),
  async notifications(_, { first, after, unread }, { services: { db }, requester }) {
    const [page, unreadCount] = await Promise.all([
      listNotifications(db, requester, { first, after: after ?? null, unread }),
      countUnread(db, requester),
    ]);
    return { ...toConnection(page), unreadCount };
  },
  async stars(_, { first, after }, { services: { db }, requester, loaders }) {
    const { nodes, hasNextPage } = await listStars(db, requester, { first, after: after ?? null });
    const edges = await Promise.all(
      nodes.map(async ({ findingId, createdAt }) => ({
        node: (await loaders.findingById.load(findingId))!,
        starredAt: createdAt,
        cursor: formatCursor({ createdAt, id: findingId }),
      })),
    );
    return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
  },
  accessTokens: ({ id }, _, { services }) => listAccessTokens(services.db, id),
};
