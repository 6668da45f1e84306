import { Skeleton, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AccountView } from '../../../components/account/AccountView';
import { AccountPageDocument } from '../../../components/generated/graphql';
import { PreloadQuery } from '../../apollo';

export const metadata: Metadata = { title: 'Account' };

export default function AccountPage() {
  return (
    <>
      <Title order={1}>Account</Title>
      <Text c="dimmed" mb="lg">
        Who you are on this site, how you sign in, and access tokens that let scripts act as you.
      </Text>
      <PreloadQuery query={AccountPageDocument}>
        <Suspense fallback={<Skeleton height={240} />}>
          <AccountView />
        </Suspense>
      </PreloadQuery>
    </>
  );
}
