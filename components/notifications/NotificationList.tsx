'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { startTransition, useRef } from 'react';
import { readError } from '../apollo/read-error';
import { MarkNotificationsReadDocument, type NotificationsQuery } from '../generated/graphql';
import { VIEWER_NOTIFICATIONS, type ViewerNotificationsData } from '../live/subscriptions';
import { useLive } from '../live/use-live';
import { EmptyState } from '../site/EmptyState';
import { LinkButton } from '../site/Links';
import { Notice } from '../site/Notice';
import { tellUnread } from './read-event';
import classes from './notifications.module.css';

type Page = NonNullable<NotificationsQuery['viewer']>['notifications'];

/** What the viewer is told, newest first; it follows the server. */
export function NotificationList({ page }: { readonly page: Page }) {
  const router = useRouter();
  const [mark, { loading, error }] = useMutation(MarkNotificationsReadDocument);
  const newest = useRef<string | null | undefined>(undefined);
  useLive<ViewerNotificationsData>(VIEWER_NOTIFICATIONS, {}, ({ viewerNotifications: { newestId } }) => {
    const isNew = newest.current !== undefined && newest.current !== newestId;
    newest.current = newestId;
    if (isNew) startTransition(() => router.refresh());
  });
  const read = async (ids: readonly string[] | null): Promise<void> => {
    const { data } = await mark({ variables: { ids: ids && [...ids] } });
    if (data) tellUnread(data.markNotificationsRead);
    startTransition(() => router.refresh());
  };
  const { edges, pageInfo, unreadCount } = page;
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed">
          {unreadCount === 0 ? 'You have read all of them.' : `${unreadCount} unread`}
        </Text>
        {unreadCount > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            loading={loading}
            onClick={() => void read(null).catch(() => {})}
          >
            Mark all as read
          </Button>
        )}
      </Group>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
      <ol className={classes.list} aria-label="Notifications">
        {edges.map(({ node: { id, text, address, createdAt, isRead } }) => (
          <li key={id} data-unread={!isRead || undefined}>
            <Link
              href={address}
              prefetch={false}
              className={classes.text}
              onClick={() => {
                if (!isRead) void read([id]).catch(() => {});
              }}
            >
              {text}
            </Link>
            <Text size="xs" c="dimmed">
              <time dateTime={createdAt}>{createdAt.slice(0, 16).replace('T', ' ')}</time>
              {!isRead && ', unread'}
            </Text>
          </li>
        ))}
      </ol>
      {edges.length === 0 && (
        <EmptyState picture="nothing" title="Nothing yet.">
          You are told when somebody comments on your findings, answers or mentions you, or attaches a run.
        </EmptyState>
      )}
      {pageInfo.hasNextPage && (
        <LinkButton
          size="compact-sm"
          variant="default"
          href={`/notifications?after=${encodeURIComponent(pageInfo.endCursor ?? '')}`}
        >
          Older notifications
        </LinkButton>
      )}
    </>
  );
}
