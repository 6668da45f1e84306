import { Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { AccountView } from '../../../components/account/AccountView';
import { AccountPageDocument } from '../../../components/generated/graphql';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const { data } = await query({ query: AccountPageDocument });
  return (
    <>
      <Title order={1}>Account</Title>
      <Text c="dimmed" mb="lg">
        Who you are on this site, how you sign in, and access tokens that let scripts act as you.
      </Text>
      {data ? (
        <AccountView initial={data} />
      ) : (
        <Notice tone="error">Your account could not be read. Reload the page.</Notice>
      )}
    </>
  );
}
