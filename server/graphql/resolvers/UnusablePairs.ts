import { MAX_LISTED_PAIRS } from '../../../domain/limits';
import { decodeUnusableReason } from '../../db/codec';
import { checkCount, checkOffset } from '../connection';
import type { UnusablePairsResolvers } from '../generated/resolvers';

export const UnusablePairs: UnusablePairsResolvers = {
  async pairs({ pairs }, { first, offset }, { services: { db } }) {
    checkCount('first', first, MAX_LISTED_PAIRS);
    checkOffset(offset);
    if (typeof pairs !== 'string') return pairs.slice(offset, offset + first);
    const rows = await db.unusablePair.findMany({
      where: { runId: pairs },
      orderBy: { index: 'asc' },
      skip: offset,
      take: first,
    });
    return rows.map((row) => ({ ...row, reason: decodeUnusableReason(row.reason) }));
  },
};
