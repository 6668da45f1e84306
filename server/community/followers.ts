/** Who follows a finding: users who have done something with it that a change of it concerns. */
import type { Database } from '../db';

/**
 * User ids of those who commented on a finding, starred it, attached a run to it, replicated it or forked it, each once.
 *
 * A fork counts before it is published, too: it is only the forker who is told.
 */
export async function listFollowers(
  db: Pick<Database, 'comment' | 'star' | 'evidence' | 'finding' | 'run'>,
  findingId: string,
): Promise<string[]> {
  const [comments, stars, evidence, forks, drafts] = await Promise.all([
    db.comment.findMany({
      where: { findingId, deletedAt: null, hiddenAt: null },
      distinct: ['authorId'],
      select: { authorId: true },
    }),
    db.star.findMany({ where: { findingId }, select: { userId: true } }),
    db.evidence.findMany({ where: { findingId }, distinct: ['creatorId'], select: { creatorId: true } }),
    db.finding.findMany({
      where: { forkedFromId: findingId },
      distinct: ['ownerId'],
      select: { ownerId: true },
    }),
    db.run.findMany({
      where: { forkedFindingId: findingId },
      distinct: ['ownerId'],
      select: { ownerId: true },
    }),
  ]);
  return [
    ...new Set([
      ...comments.map(({ authorId }) => authorId),
      ...stars.map(({ userId }) => userId),
      ...evidence.map(({ creatorId }) => creatorId),
      ...[...forks, ...drafts].map(({ ownerId }) => ownerId),
    ]),
  ];
}
