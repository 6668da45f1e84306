import { Title } from '@mantine/core';
import type { Metadata } from 'next';
import { SignInForm } from '../../../components/account/SignInForm';
import { SignInPageDocument } from '../../../components/generated/graphql';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const { data } = await query({ query: SignInPageDocument });
  return (
    <>
      <Title order={1} mb="lg">
        Sign in
      </Title>
      <SignInForm
        options={data!.signInOptions}
        isGuest={data!.viewer?.role === 'GUEST'}
        next={readParam(params, 'next')}
        error={readParam(params, 'error')}
      />
    </>
  );
}
