import type { Metadata } from 'next';
import { FormPage } from '../../../components/account/FormPage';
import { SignInForm } from '../../../components/account/SignInForm';
import { SignInPageDocument } from '../../../components/generated/graphql';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const { data } = await query({ query: SignInPageDocument });
  return (
    <FormPage title="Sign in">
      <SignInForm
        options={data!.signInOptions}
        isGuest={data!.viewer?.role === 'GUEST'}
        next={readParam(params, 'next')}
        error={readParam(params, 'error')}
      />
    </FormPage>
  );
}
