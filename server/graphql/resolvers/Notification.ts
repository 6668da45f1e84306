import {
  addressOfNotification,
  decodeNotificationKind,
  describeNotification,
} from '../../community/notifications';
import type { Collection } from '../../db';
import type { Context } from '../context';
import type { NotificationResolvers } from '../generated/resolvers';
import type { NotificationParent } from '../parents';

export const Notification: NotificationResolvers = {
  kind: ({ kind }) => decodeNotificationKind(kind),
  actor: async ({ actorId }, _, { loaders }) => (await loaders.user.load(actorId))!,
  finding: async ({ findingId }, _, { loaders }) => (await loaders.findingById.load(findingId))!,
  comment: ({ commentId }, _, { loaders }) => (commentId === null ? null : loaders.comment.load(commentId)),
  collection: (notification, _, context) => findCollection(notification, context),
  async text(notification, _, context) {
    const { kind, actorId, findingId } = notification;
    const [actor, finding, collection] = await Promise.all([
      context.loaders.user.load(actorId),
      context.loaders.findingById.load(findingId),
      findCollection(notification, context),
    ]);
    return describeNotification(decodeNotificationKind(kind), {
      who: actor!.name,
      title: finding!.title,
      collection: collection?.title ?? null,
    });
  },
  async address(notification, _, context) {
    const [finding, collection] = await Promise.all([
      context.loaders.findingById.load(notification.findingId),
      findCollection(notification, context),
    ]);
    return addressOfNotification(notification, finding!.slug, collection?.slug ?? null);
  },
  isRead: ({ readAt }) => readAt !== null,
};

async function findCollection(
  { collectionId }: NotificationParent,
  { loaders }: Context,
): Promise<Collection | null> {
  return collectionId === null ? null : loaders.readableCollection.load(collectionId);
}
