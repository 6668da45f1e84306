import { listAccessTokens } from '../../accounts/access-tokens';
import { AppError } from '../../errors';
import type { UserResolvers } from '../generated/resolvers';

export const User: UserResolvers = {
  accessTokens(user, _, { services, viewerId }) {
    if (user.id === viewerId) return listAccessTokens(services.db, user.id);
    throw new AppError('FORBIDDEN', 'You can list only your own access tokens. Select them under viewer.');
  },
};
