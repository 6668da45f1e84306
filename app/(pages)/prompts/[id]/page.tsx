import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { writeRequest } from '../../../../components/code/code-text';
import { ShowCode } from '../../../../components/code/ShowCode';
import {
  PromptSetModelsDocument,
  PromptSetPageDocument,
  PromptSetTitleDocument,
} from '../../../../components/generated/graphql';
import { pickUsualModel } from '../../../../components/models/usual-model';
import { PromptSetView } from '../../../../components/prompt-sets/PromptSetView';
import { shareHidden } from '../../../../components/site/share-page';
import { query } from '../../../apollo';
import { readParam, type SearchParams } from '../../../search-params';
import { readSegment } from '../../../read-segment';

/** Pairs of one page. */
const FIRST = 25;

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: SearchParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = readSegment((await params).id);
  const { data } = await query({ query: PromptSetTitleDocument, variables: { id } });
  const set = data?.promptSet;
  if (!set) return { title: 'Prompt set' };
  if (set.visibility !== 'PUBLIC') return { ...shareHidden('A prompt set'), title: set.name };
  const pairs = `${set.pairCount} ${set.pairCount === 1 ? 'prompt pair' : 'prompt pairs'}`;
  return {
    title: set.name,
    description: set.description ? `${pairs}. ${set.description}` : `${pairs} for activation patching`,
  };
}

export default async function PromptSetPage({ params, searchParams }: Props) {
  const id = readSegment((await params).id);
  const search = await searchParams;
  const { data: found } = await query({ query: PromptSetModelsDocument });
  const models = found?.models.filter(({ installed }) => installed).map((model) => model.id) ?? [];
  const wanted = readParam(search, 'model');
  const model = models.includes(wanted) ? wanted : (pickUsualModel(found?.models ?? []) ?? '');
  const offset = Math.max(0, Math.trunc(Number(readParam(search, 'from')) || 1) - 1);
  const variables = { id, model, hasModel: model !== '', first: FIRST, offset };
  const { data } = await query({ query: PromptSetPageDocument, variables });
  if (!data?.promptSet) notFound();
  return (
    <div data-wide>
      <PromptSetView set={data.promptSet} model={model} models={models} offset={offset} first={FIRST} />
      <ShowCode
        title="Prompt set"
        mt="md"
        code={{ requests: [writeRequest(PromptSetPageDocument, variables)] }}
      />
    </div>
  );
}
