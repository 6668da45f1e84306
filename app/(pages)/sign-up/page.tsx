import type { Metadata } from 'next';
import { FormPage } from '../../../components/account/FormPage';
import { SignUpForm } from '../../../components/account/SignUpForm';
import { SignInPageDocument } from '../../../components/generated/graphql';
import { TextLink } from '../../../components/site/Links';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

export const metadata: Metadata = { title: 'Sign up' };

export default async function SignUpPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const { data } = await query({ query: SignInPageDocument });
  return (
    <FormPage title="Sign up">
      {data!.signInOptions.signUp ? (
        <SignUpForm isGuest={data!.viewer?.role === 'GUEST'} next={readParam(params, 'next')} />
      ) : (
        <Notice>
          This site makes no new accounts. <TextLink href="/sign-in">Sign in</TextLink>
        </Notice>
      )}
    </FormPage>
  );
}
