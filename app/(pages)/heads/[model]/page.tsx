import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { writeRequest } from '../../../../components/code/code-text';
import { HeadGridPageDocument } from '../../../../components/generated/graphql';
import { readEffectChoice } from '../../../../components/heads/effect-choice';
import { HeadGridView } from '../../../../components/heads/HeadGridView';
import { shareHeads } from '../../../../components/heads/share-heads';
import { LEAST_RECOVERY } from '../../../../domain/head-matters';
import { toMetric } from '../../../../components/sweep/metrics';
import { query } from '../../../apollo';
import { readSegment } from '../../../read-segment';
import { readParam, type SearchParams } from '../../../search-params';

interface Props {
  params: Promise<{ model: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const model = readSegment((await params).model);
  return {
    ...shareHeads(model),
    title: `Heads of ${model}`,
    description: `In how many published findings each head of ${model} matters`,
  };
}

export default async function HeadGridPage({ params, searchParams }: Props) {
  const model = readSegment((await params).model);
  const search = await searchParams;
  const choice = readEffectChoice((name) => readParam(search, name));
  const { direction } = choice;
  const variables = { model, least: LEAST_RECOVERY, direction, metric: toMetric(choice.metric) };
  const { data } = await query({ query: HeadGridPageDocument, variables });
  if (!data?.headGrid) notFound();
  return (
    <HeadGridView
      grid={data.headGrid}
      choice={choice}
      request={writeRequest(HeadGridPageDocument, variables)}
    />
  );
}
