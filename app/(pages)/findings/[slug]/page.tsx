import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { writeRequest } from '../../../../components/export/code-text';
import { FindingView } from '../../../../components/finding/FindingView';
import { FindingPageDocument, FindingTitleDocument } from '../../../../components/generated/graphql';
import { shareMetadata } from '../../../../components/finding/share-metadata';
import { query } from '../../../apollo';
import { readOrigin } from '../../../origin';

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { data } = await query({ query: FindingTitleDocument, variables: { slug } });
  if (!data?.finding) return { title: 'No such finding' };
  const { title } = data.finding;
  return { title, ...shareMetadata(data.finding, await readOrigin()) };
}

export default async function FindingPage({ params }: Props) {
  const { slug } = await params;
  const { data } = await query({ query: FindingPageDocument, variables: { slug } });
  if (!data?.finding) notFound();
  return (
    <FindingView
      finding={data.finding}
      isAdministrator={data.isAdministrator}
      request={writeRequest(FindingPageDocument, { slug })}
    />
  );
}
