import type { Metadata } from 'next';
import { FormPage } from '../../../components/account/FormPage';
import { NewPasswordForm, RequestResetForm } from '../../../components/account/ResetPasswordForm';
import { SignInPageDocument } from '../../../components/generated/graphql';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

export const metadata: Metadata = { title: 'Reset password' };

export default async function ResetPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const token = readParam(await searchParams, 'token');
  const { data } = await query({ query: SignInPageDocument });
  return (
    <FormPage title="Reset password">
      {token === '' ? (
        <RequestResetForm isMailed={data!.signInOptions.mail} />
      ) : (
        <NewPasswordForm token={token} />
      )}
    </FormPage>
  );
}
