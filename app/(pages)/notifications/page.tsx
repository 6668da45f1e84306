import { Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { NotificationsDocument } from '../../../components/generated/graphql';
import { NotificationList } from '../../../components/notifications/NotificationList';
import { TextLink } from '../../../components/site/Links';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

export const metadata: Metadata = { title: 'Notifications' };

/** Notifications of one page. */
const PAGE = 30;

export default async function NotificationsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const after = readParam(await searchParams, 'after') || null;
  const { data, error } = await query({
    query: NotificationsDocument,
    variables: { first: PAGE, after },
    errorPolicy: 'all',
  });
  return (
    <>
      <Title order={1} mb="md">
        Notifications
      </Title>
      {error && <Notice tone="error">{error.message}</Notice>}
      {data?.viewer && <NotificationList page={data.viewer.notifications} />}
      {data && !data.viewer && (
        <Text>
          You have no identity on this site yet. <TextLink href="/sign-in">Sign in</TextLink>, or run, publish
          or comment something first.
        </Text>
      )}
    </>
  );
}
