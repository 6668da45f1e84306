import type { Metadata } from 'next';
import { NewRunOptionsDocument } from '../../../../components/generated/graphql';
import { NewRunForm } from '../../../../components/new-run/NewRunForm';
import { query } from '../../../apollo';
import { readParam, type SearchParams } from '../../../search-params';

export const metadata: Metadata = { title: 'New run' };

export default async function NewRunPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const [from, preset] = [readParam(params, 'from'), readParam(params, 'preset')];
  const { data } = await query({ query: NewRunOptionsDocument, variables: { from, isCopy: from !== '' } });
  // The key resets the form when the address changes.
  return <NewRunForm key={`${from} ${preset}`} options={data!} preset={preset} />;
}
