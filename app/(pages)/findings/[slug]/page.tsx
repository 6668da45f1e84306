import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { writeRequest } from '../../../../components/export/code-text';
import { FindingView } from '../../../../components/finding/FindingView';
import { FindingPageDocument, FindingTitleDocument } from '../../../../components/generated/graphql';
import { query } from '../../../apollo';

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { data } = await query({ query: FindingTitleDocument, variables: { slug } });
  return { title: data?.finding?.title ?? 'No such finding' };
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
