import { Box, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { ComparePicker } from '../../components/compare/ComparePicker';
import { CompareView } from '../../components/compare/CompareView';
import { CompareDocument } from '../../components/generated/graphql';
import { Notice } from '../../components/site/Notice';
import { query } from '../apollo';
import { readParam, type SearchParams } from '../search-params';

export const metadata: Metadata = { title: 'Compare' };

export default async function ComparePage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const [a, b] = [readParam(params, 'a'), readParam(params, 'b')];
  const { data } = await query({
    query: CompareDocument,
    variables: { a, b, hasA: a !== '', hasB: b !== '' },
  });
  const missing = [...(a !== '' && !data?.a ? [a] : []), ...(b !== '' && !data?.b ? [b] : [])];
  return (
    <>
      <Title order={1}>Compare</Title>
      <Text c="dimmed" mb="sm">
        Two runs on one scale, and their difference where they have the same cells.
      </Text>
      <ComparePicker findings={data?.findings.edges ?? []} a={a} b={b} />
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
          <CompareView a={data.a} b={data.b} />
        </Box>
      )}
    </>
  );
}
