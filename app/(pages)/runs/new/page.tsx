import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NewRunOptionsDocument } from '../../../../components/generated/graphql';
import { NewRunForm } from '../../../../components/new-run/NewRunForm';
import { query } from '../../../apollo';
import { readParam, type SearchParams } from '../../../search-params';

export const metadata: Metadata = { title: 'New run' };

export default async function NewRunPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const [from, preset] = [readParam(params, 'from'), readParam(params, 'preset')];
  const fork = readParam(params, 'fork');
  const { data } = await query({
    query: NewRunOptionsDocument,
    variables: { from, isCopy: from !== '', fork, isFork: fork !== '' },
  });
  if (fork !== '' && !data?.finding) notFound();
  // The key resets the form when the address changes.
  return <NewRunForm key={`${from} ${preset} ${fork}`} options={data!} preset={preset} />;
}
