import { MAX_PAGE } from '../../../domain/limits';
import { listCollections } from '../../gallery/collections/read';
import { interpretSearch } from '../../gallery/interpret-search';
import { listFindings } from '../../gallery/list';
import { countPublished, listEvidenceBy, listForksBy } from '../../gallery/person';
import { checkCount, toConnection } from '../connection';
import type { PersonResolvers } from '../generated/resolvers';

export const Person: PersonResolvers = {
  since: ({ createdAt, deletedAt }) => (deletedAt === null ? createdAt : null),
  isDeleted: ({ deletedAt }) => deletedAt !== null,
  counts: ({ id }, _, { services, requester }) => countPublished(services.db, requester, id),
  async findings({ id }, { first, after }, { services }) {
    const filter = { first, after: after ?? null, search: null, tag: null, model: null, author: id };
    return { ...toConnection(await listFindings(services, filter)), interpretation: interpretSearch('') };
  },
  forks({ id }, { first }, { services }) {
    checkCount('first', first, MAX_PAGE);
    return listForksBy(services.db, id, first);
  },
  evidence({ id }, { first }, { services }) {
    checkCount('first', first, MAX_PAGE);
    return listEvidenceBy(services.db, id, first);
  },
  async collections({ id }, { first }, { services, requester }) {
    const filter = { first, after: null, mine: false, owner: id };
    return [...(await listCollections(services.db, requester, filter)).nodes];
  },
};
