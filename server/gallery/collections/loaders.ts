/** Loaders of collections. */
import type { Actor } from '../../accounts/policy';
import type { Collection, CollectionEditor, CollectionItem, Database } from '../../db';
import { loadByKey, loadGroups } from '../../load-rows';
import { readableCollections } from './read';

/** Creates loaders for one request of an actor. */
export function createCollectionLoaders(db: Database, actor: Actor) {
  return {
    /** Null for a collection that the requester may not open. */
    readableCollection: loadByKey<Collection>(
      (ids) => db.collection.findMany({ where: { id: { in: ids }, AND: readableCollections(actor) } }),
      'id',
    ),
    /** Findings and texts of a collection in their order. */
    collectionItems: loadGroups<CollectionItem>(
      (ids) =>
        db.collectionItem.findMany({ where: { collectionId: { in: ids } }, orderBy: { index: 'asc' } }),
      'collectionId',
    ),
    collectionEditors: loadGroups<CollectionEditor>(
      (ids) =>
        db.collectionEditor.findMany({ where: { collectionId: { in: ids } }, orderBy: { userId: 'asc' } }),
      'collectionId',
    ),
    /** Number of findings of a collection. */
    collectionSize: loadByKey<{ id: string; count: number }>(async (ids) => {
      const groups = await db.collectionItem.groupBy({
        by: ['collectionId'],
        where: { collectionId: { in: ids }, findingId: { not: null } },
        _count: { _all: true },
      });
      return groups.map(({ collectionId, _count }) => ({ id: collectionId, count: _count._all }));
    }, 'id'),
  };
}
