/** Notifies users of findings that were added to a collection. */
import { notify } from '../../community/notify';
import type { CommunityServices } from '../../community/services';
import type { Collection } from '../../db';

/**
 * Tells the owner and the editors of a collection of findings that one of them has added, and the authors of the findings when
 * the collection is public: others must not learn that it exists.
 */
export async function tellOfAdditions(
  services: CommunityServices,
  { id: collectionId, ownerId, visibility }: Pick<Collection, 'id' | 'ownerId' | 'visibility'>,
  findingIds: readonly string[],
  actorId: string,
): Promise<void> {
  if (findingIds.length === 0) return;
  const { db } = services;
  const [editors, findings] = await Promise.all([
    db.collectionEditor.findMany({ where: { collectionId }, select: { userId: true } }),
    db.finding.findMany({ where: { id: { in: [...findingIds] } }, select: { id: true, ownerId: true } }),
  ]);
  const writerIds = [ownerId, ...editors.map(({ userId }) => userId)];
  for (const { id: findingId, ownerId: authorId } of findings) {
    const about = { findingId, collectionId, actorId };
    const authorIds = visibility === 'PUBLIC' ? [authorId] : [];
    const recipientIds = writerIds.filter((id) => !authorIds.includes(id));
    await notify(services, { ...about, kind: 'COLLECTION', recipientIds: authorIds });
    await notify(services, { ...about, kind: 'SHARED_COLLECTION', recipientIds });
  }
}
