import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { RunPageDocument } from '../../../components/generated/graphql';
import { RunView } from '../../../components/run/RunView';
import { RunViewSkeleton } from '../../../components/run/RunViewSkeleton';
import { PreloadQuery, query } from '../../apollo';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Run ${(await params).id}` };
}

export default async function RunPage({ params }: Props) {
  const { id } = await params;
  const { data } = await query({ query: RunPageDocument, variables: { id } });
  if (!data?.run) notFound();
  return (
    <PreloadQuery query={RunPageDocument} variables={{ id }}>
      <Suspense fallback={<RunViewSkeleton />}>
        <RunView id={id} />
      </Suspense>
    </PreloadQuery>
  );
}
