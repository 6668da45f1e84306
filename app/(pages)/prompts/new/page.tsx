import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PromptSetFormDocument } from '../../../../components/generated/graphql';
import { PromptSetForm } from '../../../../components/prompt-sets/PromptSetForm';
import { query } from '../../../apollo';
import { readParam, type SearchParams } from '../../../search-params';

export const metadata: Metadata = { title: 'New prompt set' };

export default async function NewPromptSetPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const params = await searchParams;
  const [fork, edit, family] = ['fork', 'edit', 'family'].map((name) => readParam(params, name)) as [
    string,
    string,
    string,
  ];
  const id = edit || fork;
  const { data } = await query({ query: PromptSetFormDocument, variables: { id, hasSet: id !== '' } });
  if (!data || (id !== '' && !data.promptSet)) notFound();
  if (edit !== '' && !data.promptSet?.isMine) notFound();
  const known = data.promptFamilies.some((one) => one.id === family) ? family : '';
  const mode = edit !== '' ? 'edit' : fork !== '' ? 'fork' : 'new';
  return <PromptSetForm key={`${mode} ${id} ${known}`} mode={mode} options={data} family={known} />;
}
