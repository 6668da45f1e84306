import { listAccessTokens } from '../../accounts/access-tokens';
import { AppError } from '../../errors';
import type { UserResolvers } from '../generated/resolvers';

export const User: UserResolvers = {
  accessTokens(user, _, { services, viewerId }) {
    if (user.id === viewerId) return listAccessTokens(services.db, user.id);
    throw new AppError('FORBIDDEN', 'Only your own access tokens can be listed: ask for them under viewer.');
  },
};
