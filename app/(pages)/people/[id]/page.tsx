import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { writeRequest } from '../../../../components/code/code-text';
import { ShowCode } from '../../../../components/code/ShowCode';
import { PersonNameDocument, PersonPageDocument } from '../../../../components/generated/graphql';
import { PersonView } from '../../../../components/person/PersonView';
import { query } from '../../../apollo';
import { readParam, type SearchParams } from '../../../search-params';
import { readSegment } from '../../../read-segment';

const PAGE = 12;

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: SearchParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { data } = await query({ query: PersonNameDocument, variables: { id: await readId(params) } });
  const name = data?.person?.name;
  return name === undefined
    ? { title: 'No such user' }
    : { title: name, description: `Findings and evidence by ${name}` };
}

export default async function PersonPage({ params, searchParams }: Props) {
  const after = readParam(await searchParams, 'after') || null;
  const variables = { id: await readId(params), first: PAGE, after };
  const { data } = await query({
    query: PersonPageDocument,
    variables,
    // no-cache: as for the gallery.
    fetchPolicy: 'no-cache',
  });
  if (!data?.person) notFound();
  return (
    <>
      <PersonView person={data.person} />
      <ShowCode title="Person" mt="md" code={{ requests: [writeRequest(PersonPageDocument, variables)] }} />
    </>
  );
}

async function readId(params: Props['params']): Promise<string> {
  return readSegment((await params).id);
}
