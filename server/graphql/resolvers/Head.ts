import { MAX_PAGE } from '../../../domain/limits';
import { listHeadFindings, readHeadEffects } from '../../gallery/head-effects';
import { checkCount } from '../connection';
import type { HeadResolvers } from '../generated/resolvers';

export const Head: HeadResolvers = {
  effects: (head, _, { services }) => readHeadEffects(services.db, head),
  findings(head, { first, least }, { services }) {
    checkCount('first', first, MAX_PAGE);
    return listHeadFindings(services.db, head, { first, least });
  },
};
