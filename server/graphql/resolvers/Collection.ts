import { decodeVisibility } from '../../gallery/collections/stored';
import { findCollection } from '../../gallery/collections/read';
import { canSave } from '../../gallery/collections/write';
import type { CollectionItemResolvers, CollectionResolvers } from '../generated/resolvers';

export const Collection: CollectionResolvers = {
  visibility: ({ visibility }) => decodeVisibility(visibility),
  owner: async ({ ownerId }, _, { loaders }) => (await loaders.user.load(ownerId))!,
  async editors({ id }, _, { loaders }) {
    const editors = await loaders.collectionEditors.load(id);
    const users = await Promise.all(editors.map(({ userId }) => loaders.user.load(userId)));
    return users.filter((user) => user !== null);
  },
  isMine: ({ ownerId }, _, { viewerId }) => ownerId === viewerId,
  async canSave(collection, _, { loaders, requester }) {
    const editors = await loaders.collectionEditors.load(collection.id);
    return canSave(
      collection,
      editors.map(({ userId }) => userId),
      requester,
    );
  },
  items: ({ id }, _, { loaders }) => loaders.collectionItems.load(id),
  findingCount: async ({ id }, _, { loaders }) => (await loaders.collectionSize.load(id))?.count ?? 0,
  forkedFrom: ({ forkedFromId }, _, { services, requester }) =>
    forkedFromId === null ? null : findCollection(services.db, requester, forkedFromId),
};

export const CollectionItem: CollectionItemResolvers = {
  async finding({ findingId }, _, { loaders }) {
    if (findingId === null || (await loaders.hiddenFinding.load(findingId)) !== null) return null;
    return loaders.findingById.load(findingId);
  },
};
