'use client';

import { useWindowEvent } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { VIEWER_NOTIFICATIONS, type ViewerNotificationsData } from '../live/subscriptions';
import { useLive } from '../live/use-live';
import { NOTIFICATIONS_READ } from './read-event';
import classes from './notifications.module.css';

/** Numbers above this are shown as `99+`. */
const MOST = 99;

/** Link to the notifications in the header, with the number of unread ones, which follows the server. */
export function NotificationBell({ initial }: { readonly initial: number }) {
  const [unread, setUnread] = useState(initial);
  useLive<ViewerNotificationsData>(VIEWER_NOTIFICATIONS, {}, ({ viewerNotifications }) =>
    setUnread(viewerNotifications.unreadCount),
  );
  useWindowEvent(NOTIFICATIONS_READ, (event) => setUnread((event as CustomEvent<number>).detail));
  // The same in both texts: who speaks to the page says what is seen.
  const shown = unread > MOST ? `${MOST}+` : String(unread);
  return (
    <Link
      href="/notifications"
      prefetch={false}
      className={classes.bell}
      aria-label={unread === 0 ? 'Notifications' : `Notifications, ${shown} unread`}
      title="Notifications"
    >
      <IconBell size={18} aria-hidden />
      {unread > 0 && (
        <span className={classes.badge} aria-hidden>
          {shown}
        </span>
      )}
    </Link>
  );
}
