import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { writeRequest } from '../../../../components/code/code-text';
import { HeadGridPageDocument } from '../../../../components/generated/graphql';
import { HeadGridView } from '../../../../components/heads/HeadGridView';
import { LEAST_RECOVERY } from '../../../../components/heads/matters';
import { query } from '../../../apollo';
import { readSegment } from '../../../read-segment';

interface Props {
  params: Promise<{ model: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Heads of ${readSegment((await params).model)}` };
}

export default async function HeadGridPage({ params }: Props) {
  const model = readSegment((await params).model);
  const variables = { model, least: LEAST_RECOVERY };
  const { data } = await query({ query: HeadGridPageDocument, variables });
  if (!data?.headGrid) notFound();
  return <HeadGridView grid={data.headGrid} request={writeRequest(HeadGridPageDocument, variables)} />;
}
