import {
  addressOfNotification,
  decodeNotificationKind,
  describeNotification,
} from '../../community/notifications';
import type { NotificationResolvers } from '../generated/resolvers';

export const Notification: NotificationResolvers = {
  kind: ({ kind }) => decodeNotificationKind(kind),
  actor: async ({ actorId }, _, { loaders }) => (await loaders.user.load(actorId))!,
  finding: async ({ findingId }, _, { loaders }) => (await loaders.findingById.load(findingId))!,
  comment: ({ commentId }, _, { loaders }) => (commentId === null ? null : loaders.comment.load(commentId)),
  async text({ kind, actorId, findingId }, _, { loaders }) {
    const [actor, finding] = await Promise.all([
      loaders.user.load(actorId),
      loaders.findingById.load(findingId),
    ]);
    return describeNotification(decodeNotificationKind(kind), actor!.name, finding!.title);
  },
  address: async (notification, _, { loaders }) =>
    addressOfNotification(notification, (await loaders.findingById.load(notification.findingId))!.slug),
  isRead: ({ readAt }) => readAt !== null,
};
