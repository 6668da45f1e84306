import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NewRunOptionsDocument, PromptSetForRunDocument } from '../../../../components/generated/graphql';
import { pickUsualModel } from '../../../../components/models/usual-model';
import { findSetOfLarge, findSource } from '../../../../components/new-run/large-run';
import { NewRunForm } from '../../../../components/new-run/NewRunForm';
import { readFilter } from '../../../../components/new-run/pair-filter';
import { query } from '../../../apollo';
import { readParam, type SearchParams } from '../../../search-params';

export const metadata: Metadata = { title: 'New run' };

export default async function NewRunPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const [from, preset, fork, id, filter, wanted] = ['from', 'preset', 'fork', 'set', 'filter', 'model'].map(
    (name) => readParam(params, name),
  ) as [string, string, string, string, string, string];
  const { data } = await query({
    query: NewRunOptionsDocument,
    variables: { from, isCopy: from !== '', fork, isFork: fork !== '' },
  });
  if (fork !== '' && !data?.finding) notFound();
  const installed = data?.models.filter((one) => one.installed).map((one) => one.id) ?? [];
  const source = data ? findSource(data) : null;
  const model =
    installed.find((name) => name === wanted) ??
    installed.find((name) => name === source?.model.id) ??
    pickUsualModel(data?.models ?? []);
  const setOfRun = source && findSetOfLarge(source);
  const setId = id === '' ? (setOfRun ?? '') : id;
  const set =
    setId === '' || model === null
      ? null
      : (await query({ query: PromptSetForRunDocument, variables: { id: setId, model } })).data?.promptSet;
  if (id !== '' && model !== null && !set) notFound();
  // The key resets the form when the address changes.
  return (
    <NewRunForm
      key={`${from} ${preset} ${fork} ${id} ${filter} ${wanted}`}
      options={data!}
      preset={preset}
      set={set ?? null}
      filter={readFilter(filter)}
      model={wanted}
    />
  );
}
