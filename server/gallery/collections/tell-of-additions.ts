/** Notifies users of findings that were added to a collection. */
import { storeNotice } from '../../community/notify';
import type { Collection, Database } from '../../db';

/**
 * Tells the owner and the editors of a collection of findings that one of them has added, and the authors of the findings when
 * the collection is public: others must not learn that it exists.
 *
 * @param tx the transaction of the addition.
 * @returns ids of those who are told.
 */
export async function tellOfAdditions(
  tx: Pick<Database, 'user' | 'notification' | 'collectionEditor' | 'finding'>,
  { id: collectionId, ownerId, visibility }: Pick<Collection, 'id' | 'ownerId' | 'visibility'>,
  findingIds: readonly string[],
  actorId: string,
): Promise<string[]> {
  if (findingIds.length === 0) return [];
  const [editors, findings] = await Promise.all([
    tx.collectionEditor.findMany({ where: { collectionId }, select: { userId: true } }),
    tx.finding.findMany({ where: { id: { in: [...findingIds] } }, select: { id: true, ownerId: true } }),
  ]);
  const writerIds = [ownerId, ...editors.map(({ userId }) => userId)];
  const told: string[] = [];
  for (const { id: findingId, ownerId: authorId } of findings) {
    const about = { findingId, collectionId, actorId };
    const authorIds = visibility === 'PUBLIC' ? [authorId] : [];
    const recipientIds = writerIds.filter((id) => !authorIds.includes(id));
    told.push(...(await storeNotice(tx, { ...about, kind: 'COLLECTION', recipientIds: authorIds })));
    told.push(...(await storeNotice(tx, { ...about, kind: 'SHARED_COLLECTION', recipientIds })));
  }
  return told;
}
