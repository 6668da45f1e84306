import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { writeRequest } from '../../../../../components/code/code-text';
import { HeadPageDocument } from '../../../../../components/generated/graphql';
import { readEffectChoice } from '../../../../../components/heads/effect-choice';
import { HeadView } from '../../../../../components/heads/HeadView';
import { shareHeads } from '../../../../../components/heads/share-heads';
import { LEAST_RECOVERY } from '../../../../../domain/head-matters';
import { toMetric } from '../../../../../components/sweep/metrics';
import { parseHead } from '../../../../../domain/cell';
import { query } from '../../../../apollo';
import { readSegment } from '../../../../read-segment';
import { readParam, type SearchParams } from '../../../../search-params';

interface Props {
  params: Promise<{ model: string; head: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { model, head } = await params;
  const title = `${readSegment(head)} of ${readSegment(model)}`;
  return {
    ...shareHeads(readSegment(model)),
    title,
    description: `Published findings and claims on ${title}`,
  };
}

export default async function HeadPage({ params, searchParams }: Props) {
  const [{ model, head }, search] = await Promise.all([params, searchParams]);
  const place = parseHead(readSegment(head));
  if (place === null) notFound();
  const choice = readEffectChoice((name) => readParam(search, name));
  const variables = {
    model: readSegment(model),
    ...place,
    least: LEAST_RECOVERY,
    direction: choice.direction,
    metric: toMetric(choice.metric),
  };
  const { data } = await query({ query: HeadPageDocument, variables });
  if (!data?.head) notFound();
  return <HeadView head={data.head} choice={choice} request={writeRequest(HeadPageDocument, variables)} />;
}
