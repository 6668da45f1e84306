import { Group, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { CollectionList } from '../../../components/collections/CollectionList';
import { writeRequest } from '../../../components/code/code-text';
import { ShowCode } from '../../../components/code/ShowCode';
import { CollectionsPageDocument } from '../../../components/generated/graphql';
import { EmptyState } from '../../../components/site/EmptyState';
import { LinkButton, TextLink } from '../../../components/site/Links';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

export const metadata: Metadata = {
  title: 'Collections',
  description: 'Findings on one subject, in an order, with texts between them.',
};

const PAGE = 50;

export default async function CollectionsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const params = await searchParams;
  const mine = readParam(params, 'mine') !== '';
  const after = readParam(params, 'after') || null;
  const variables = { first: PAGE, after, mine };
  const { data, error } = await query({
    query: CollectionsPageDocument,
    variables,
    errorPolicy: 'all',
    fetchPolicy: 'no-cache',
  });
  const collections = data?.collections;
  return (
    <div>
      <Title order={1}>Collections</Title>
      <Text c="dimmed">Findings in an order, with text between them.</Text>
      <Group gap={8} my="sm">
        <LinkButton size="xs" href="/collections/new">
          New collection
        </LinkButton>
        <LinkButton size="xs" variant="default" href={mine ? '/collections' : '/collections?mine=1'}>
          {mine ? 'All collections' : 'Only mine'}
        </LinkButton>
        <ShowCode
          title="Collections"
          size="xs"
          code={{ requests: [writeRequest(CollectionsPageDocument, variables)] }}
        />
      </Group>
      {error && <Notice tone="error">{error.message}</Notice>}
      {collections?.edges.length === 0 && (
        <EmptyState
          picture="nothing"
          title={`There is no collection ${mine ? 'of yours ' : ''}yet.`}
          actions={<TextLink href="/collections/new">Make one</TextLink>}
        >
          A collection is a list of findings in an order, with text between them.
        </EmptyState>
      )}
      {collections && <CollectionList collections={collections.edges.map(({ node }) => node)} />}
      {collections?.pageInfo.hasNextPage && (
        <TextLink
          href={`/collections?${new URLSearchParams({ ...(mine && { mine: '1' }), after: collections.pageInfo.endCursor! })}`}
        >
          Older collections
        </TextLink>
      )}
    </div>
  );
}
