import { MAX_PAGE } from '../../../domain/limits';
import { listHeadFindings, readHeadEffects } from '../../gallery/head-effects';
import { listHeadClaims } from '../../gallery/head-claims';
import { checkCount } from '../connection';
import type { HeadResolvers } from '../generated/resolvers';

export const Head: HeadResolvers = {
  claims: (head, _, { services }) => listHeadClaims(services.db, head),
  effects: (head, { direction, metric }, { services }) =>
    readHeadEffects(services.db, head, { direction: direction ?? null, metric }),
  findings(head, { first, least, direction, metric }, { services }) {
    checkCount('first', first, MAX_PAGE);
    return listHeadFindings(services.db, head, { first, least, direction: direction ?? null, metric });
  },
};
