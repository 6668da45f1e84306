import { Text, Title } from '@mantine/core';
import { FindingCard } from '../components/gallery/FindingCard';
import { SearchForm } from '../components/gallery/SearchForm';
import { Seeding } from '../components/gallery/Seeding';
import classes from '../components/gallery/gallery.module.css';
import { GalleryDocument } from '../components/generated/graphql';
import { Notice } from '../components/site/Notice';
import { query } from './apollo';
import { readParam, type SearchParams } from './search-params';
import { TextLink } from '../components/site/Links';

const PAGE = 24;

export default async function GalleryPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const [search, tag, model, after] = ['search', 'tag', 'model', 'after'].map((name) =>
    readParam(params, name),
  );
  const { data, error } = await query({
    query: GalleryDocument,
    variables: {
      first: PAGE,
      after: after || null,
      search: search || null,
      tag: tag || null,
      model: model || null,
    },
    errorPolicy: 'all',
    // Read once and thrown away: taking it apart for a cache would be the dearest part of the page.
    fetchPolicy: 'no-cache',
  });
  const findings = data?.findings;
  const isFiltered = Boolean(search || tag || model || after);
  const more = new URLSearchParams({
    ...(search && { search }),
    ...(tag && { tag }),
    ...(model && { model }),
    after: findings?.pageInfo.endCursor ?? '',
  });
  return (
    <>
      <Title order={1}>Findings</Title>
      <Text c="dimmed">What activation patching has shown, with the run behind every claim.</Text>
      <SearchForm search={search ?? ''} tag={tag ?? ''} model={model ?? ''} />
      {error && <Notice tone="error">{error.message}</Notice>}
      {findings && findings.edges.length > 0 && (
        <div className={classes.grid}>
          {findings.edges.map(({ node }) => (
            <FindingCard key={node.id} finding={node} />
          ))}
        </div>
      )}
      {findings?.edges.length === 0 && isFiltered && (
        <Text mt="xl">
          Nothing matches. <TextLink href="/">Show all findings</TextLink>
        </Text>
      )}
      {data?.seeding && !isFiltered && <Seeding engine={data.engine.state} />}
      {findings?.edges.length === 0 && !isFiltered && !data?.seeding && (
        <Text mt="xl">
          Nothing has been published here yet. <TextLink href="/runs/new">Start a run</TextLink>
        </Text>
      )}
      {findings?.pageInfo.hasNextPage && (
        <TextLink href={`/?${more.toString()}`} mt="lg" display="inline-block">
          Older findings
        </TextLink>
      )}
    </>
  );
}
