import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { writeRequest } from '../../../../../components/code/code-text';
import { HeadPageDocument } from '../../../../../components/generated/graphql';
import { HeadView } from '../../../../../components/heads/HeadView';
import { LEAST_RECOVERY } from '../../../../../components/heads/matters';
import { parseHead } from '../../../../../domain/cell';
import { query } from '../../../../apollo';
import { readSegment } from '../../../../read-segment';

interface Props {
  params: Promise<{ model: string; head: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { model, head } = await params;
  return { title: `${readSegment(head)} of ${readSegment(model)}` };
}

export default async function HeadPage({ params }: Props) {
  const { model, head } = await params;
  const place = parseHead(readSegment(head));
  if (place === null) notFound();
  const variables = { model: readSegment(model), ...place, least: LEAST_RECOVERY };
  const { data } = await query({ query: HeadPageDocument, variables });
  if (!data?.head) notFound();
  return <HeadView head={data.head} request={writeRequest(HeadPageDocument, variables)} />;
}
