import { Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { ShowCode } from '../components/code/ShowCode';
import { codeOfGallery } from '../components/gallery/gallery-code';
import { FindingCard } from '../components/gallery/FindingCard';
import { galleryAddress, SORTS, type GalleryFilter } from '../components/gallery/filter-address';
import { SearchForm } from '../components/gallery/SearchForm';
import { SearchReading } from '../components/gallery/SearchReading';
import { Seeding } from '../components/gallery/Seeding';
import classes from '../components/gallery/gallery.module.css';
import { GalleryDocument } from '../components/generated/graphql';
import { FeedLinks } from '../components/site/FeedLinks';
import { Notice } from '../components/site/Notice';
import { query } from './apollo';
import { readParam, type SearchParams } from './search-params';
import { TextLink } from '../components/site/Links';

const PAGE = 24;

interface Props {
  readonly searchParams: SearchParams;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { search, tag, model } = readFilter(await searchParams);
  const parts = [search, tag && `#${tag}`, model].filter((part) => part !== '');
  return parts.length === 0 ? {} : { title: `Findings: ${parts.join(', ')}` };
}

export default async function GalleryPage({ searchParams }: Props) {
  const params = await searchParams;
  const filter = readFilter(params);
  const after = readParam(params, 'after');
  const variables = {
    first: PAGE,
    after: after || null,
    search: filter.search || null,
    tag: filter.tag || null,
    model: filter.model || null,
    author: filter.author || null,
    sort: SORTS.find(({ value }) => value === filter.sort)?.sort ?? ('NEWEST' as const),
  };
  const { data, error } = await query({
    query: GalleryDocument,
    variables,
    errorPolicy: 'all',
    // no-cache: normalising this result into the Apollo cache would dominate render time.
    fetchPolicy: 'no-cache',
  });
  const findings = data?.findings;
  const isFiltered = galleryAddress(filter, after || null) !== '/';
  return (
    <div data-wide>
      <GalleryFeeds filter={filter} />
      <Title order={1}>Findings</Title>
      <Text c="dimmed">
        Results of activation patching, each with the run that supports it.{' '}
        <ShowCode title="Findings" ml={8} code={codeOfGallery(variables)} />
      </Text>
      <SearchForm
        filter={filter}
        // Client components accept only plain objects, and uncached results are not.
        filters={structuredClone(data?.findingFilters ?? NO_OPTIONS)}
      />
      {error && <Notice tone="error">{error.message}</Notice>}
      {findings && filter.search !== '' && <SearchReading interpretation={findings.interpretation} />}
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
        <TextLink href={galleryAddress(filter, findings.pageInfo.endCursor)} mt="lg" display="inline-block">
          {filter.sort === '' ? 'Older findings' : 'More findings'}
        </TextLink>
      )}
    </div>
  );
}

/** The feeds of a tag or of an author that the list is filtered by. */
function GalleryFeeds({ filter: { tag, author } }: { readonly filter: GalleryFilter }) {
  return (
    <>
      {tag !== '' && (
        <Feeds title={`#${tag}`} address={`/feeds/tags/${encodeURIComponent(tag.toLowerCase())}`} />
      )}
      {author !== '' && <Feeds title="Author" address={`/feeds/people/${encodeURIComponent(author)}`} />}
    </>
  );
}

function Feeds({ title, address }: { readonly title: string; readonly address: string }) {
  return <FeedLinks title={title} atom={`${address}.xml`} rss={`${address}.rss`} />;
}

const NO_OPTIONS = { total: 0, models: [], tags: [], authors: [] };

function readFilter(params: Awaited<SearchParams>): GalleryFilter {
  const read = (name: keyof GalleryFilter): string => readParam(params, name);
  return {
    search: read('search'),
    tag: read('tag'),
    model: read('model'),
    author: read('author'),
    sort: read('sort'),
  };
}
