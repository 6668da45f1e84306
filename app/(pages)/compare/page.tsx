import { Box, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { ComparePicker } from '../../../components/compare/ComparePicker';
import { CompareView } from '../../../components/compare/CompareView';
import { runImage } from '../../../components/run/share-run';
import { nameRun } from '../../../domain/name-run';
import { runLabel } from '../../../components/run-picker/run-choices';
import { writeRequest } from '../../../components/code/code-text';
import {
  CompareDocument,
  CompareTitlesDocument,
  type Compare_RunFragment,
} from '../../../components/generated/graphql';
import { shareHidden, sharePage } from '../../../components/site/share-page';
import { EmptyState } from '../../../components/site/EmptyState';
import { TextLink } from '../../../components/site/Links';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

const DESCRIPTION = 'Two runs on one scale, and their difference where they have the same cells.';

interface Props {
  readonly searchParams: SearchParams;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { data } = await query({
    query: CompareTitlesDocument,
    variables: readVariables(await searchParams),
  });
  if (!data?.a || !data.b) return { title: 'Compare', description: DESCRIPTION };
  const { a, b } = data;
  const isPublic = a.visibility === 'PUBLIC' && b.visibility === 'PUBLIC';
  const shared = isPublic ? sharePage(a.thumbnail ? runImage(a) : undefined) : shareHidden('A comparison');
  return { ...shared, description: DESCRIPTION, title: `${name(a)} against ${name(b)}` };
}

export default async function ComparePage({ searchParams }: Props) {
  const variables = readVariables(await searchParams);
  const { a, b } = variables;
  const { data } = await query({ query: CompareDocument, variables });
  const missing = [...(a !== '' && !data?.a ? [a] : []), ...(b !== '' && !data?.b ? [b] : [])];
  return (
    <div data-wide>
      <Title order={1}>Compare</Title>
      <Text c="dimmed" mb="sm">
        {DESCRIPTION}
      </Text>
      <ComparePicker
        // Resets the form when the address changes.
        key={`${a} ${b}`}
        a={picked(data?.a)}
        b={picked(data?.b)}
      />
      {a === '' && b === '' && (
        <EmptyState
          picture="compare"
          title="Choose two runs"
          actions={<TextLink href="/runs">Choose them in the list of runs</TextLink>}
        >
          Your runs and published ones are offered above. They need not be of the same model, prompts or
          direction.
        </EmptyState>
      )}
      {missing.map((id) => (
        <Notice key={id} tone="error">
          There is no run “{id}”. Choose another one.
        </Notice>
      ))}
      {data?.a && data.b && (!data.a.baseline || !data.b.baseline) && (
        <Notice>One of the two has not been computed yet.</Notice>
      )}
      {data?.a?.baseline && data.b?.baseline && (
        <Box mt="md">
          <CompareView a={data.a} b={data.b} request={writeRequest(CompareDocument, variables)} />
        </Box>
      )}
    </div>
  );
}

function readVariables(params: Awaited<SearchParams>) {
  const [a, b] = [readParam(params, 'a'), readParam(params, 'b')];
  return { a, b, hasA: a !== '', hasB: b !== '' };
}

type Named = Pick<Compare_RunFragment, 'subject' | 'pairCount'> & {
  readonly finding: Pick<NonNullable<Compare_RunFragment['finding']>, 'title'> | null;
};

function name({ finding, ...run }: Named): string {
  return finding?.title ?? nameRun(run);
}

function picked(run: Compare_RunFragment | null | undefined) {
  return run ? { id: run.id, label: runLabel(name(run), run) } : null;
}
