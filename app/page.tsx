import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { ShowCode } from '../components/code/ShowCode';
import { DEMO_AUTHOR } from '../components/demo/create-examples';
import { codeOfGallery } from '../components/gallery/gallery-code';
import { chooseCurated } from '../components/gallery/curate';
import { CardGrid } from '../components/gallery/CardGrid';
import {
  galleryAddress,
  readKind,
  readVerdict,
  SORTS,
  type GalleryFilter,
} from '../components/gallery/filter-address';
import { GalleryFeeds } from '../components/gallery/GalleryFeeds';
import { HideIntro } from '../components/gallery/HideIntro';
import { Intro } from '../components/gallery/Intro';
import { INTRO_COOKIE, INTRO_HIDDEN } from '../components/gallery/intro-cookie';
import { SearchForm } from '../components/gallery/SearchForm';
import { SearchReading } from '../components/gallery/SearchReading';
import { Seeding } from '../components/gallery/Seeding';
import classes from '../components/gallery/gallery.module.css';
import { GalleryDocument } from '../components/generated/graphql';
import { EmptyState } from '../components/site/EmptyState';
import { TextLink } from '../components/site/Links';
import { Notice } from '../components/site/Notice';
import { query } from './apollo';
import { DEMO_REQUEST, readDemoExamples } from './demo-examples';
import { readParam, type SearchParams } from './search-params';

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
  const isFiltered = galleryAddress(filter, after || null) !== '/';
  const isIntroHidden = (await cookies()).get(INTRO_COOKIE)?.value === INTRO_HIDDEN;
  const hasIntro = !isFiltered && !isIntroHidden;
  const variables = {
    first: PAGE,
    after: after || null,
    search: filter.search || null,
    tag: filter.tag || null,
    model: filter.model || null,
    author: filter.author || null,
    kind: readKind(filter.kind),
    verdict: readVerdict(filter.verdict),
    sort: SORTS.find(({ value }) => value === filter.sort)?.sort ?? ('NEWEST' as const),
    withCurated: !isFiltered,
    curator: DEMO_AUTHOR,
  };
  const [{ data, error }, examples] = await Promise.all([
    query({
      query: GalleryDocument,
      variables,
      errorPolicy: 'all',
      // no-cache: normalising this result into the Apollo cache would dominate render time.
      fetchPolicy: 'no-cache',
    }),
    hasIntro ? readDemoExamples() : [],
  ]);
  const findings = data?.findings;
  const filters = data?.findingFilters ?? NO_OPTIONS;
  const curated = chooseCurated(listNodes(data?.notebook), listNodes(data?.replicated), filters.total);
  const listed = [
    ...curated,
    ...listNodes(findings).filter(({ id }) => curated.every((one) => one.id !== id)),
  ];
  return (
    <div data-wide>
      <GalleryFeeds filter={filter} />
      {hasIntro && <Intro examples={examples} operation={DEMO_REQUEST} />}
      <section className={classes.section}>
        <div className={classes.bar}>
          {hasIntro ? (
            <h2 className={classes.heading}>Findings</h2>
          ) : (
            <h1 className={classes.heading}>Findings</h1>
          )}
          <Text c="dimmed" size="sm" component="p" m={0}>
            Results of activation patching, each with the run that supports it.
          </Text>
          <span className={classes.barActions}>
            {!isFiltered && isIntroHidden && <HideIntro isHidden />}
            <ShowCode title="Findings" code={codeOfGallery(variables)} />
          </span>
        </div>
        <SearchForm
          filter={filter}
          // Client components accept only plain objects, and uncached results are not.
          filters={structuredClone(filters)}
        />
        {error && <Notice tone="error">{error.message}</Notice>}
        {findings && filter.search !== '' && <SearchReading interpretation={findings.interpretation} />}
        {listed.length > 0 && (
          <CardGrid findings={listed} heading={hasIntro ? 'h3' : 'h2'} curated={curated.length} />
        )}
        {findings?.edges.length === 0 && isFiltered && (
          <EmptyState
            picture="nothing"
            title="Nothing matches."
            actions={<TextLink href="/">Show all findings</TextLink>}
          >
            No finding has all of these words, results and filters. Take one of them away.
          </EmptyState>
        )}
        {data?.seeding && !isFiltered && <Seeding engine={data.engine.state} />}
        {findings?.edges.length === 0 && !isFiltered && !data?.seeding && (
          <EmptyState
            picture="nothing"
            title="Nothing has been published here yet."
            actions={<TextLink href="/runs/new">Start a run</TextLink>}
          >
            A finding is a run with a title, a text and claims.
          </EmptyState>
        )}
        {findings?.pageInfo.hasNextPage && (
          <TextLink href={galleryAddress(filter, findings.pageInfo.endCursor)} mt="lg" display="inline-block">
            {filter.sort === '' ? 'Older findings' : 'More findings'}
          </TextLink>
        )}
      </section>
    </div>
  );
}

const NO_OPTIONS = { total: 0, models: [], tags: [], authors: [], kinds: [] };

function listNodes<Node>(
  connection: { readonly edges: readonly { readonly node: Node }[] } | undefined,
): readonly Node[] {
  return connection?.edges.map(({ node }) => node) ?? [];
}

function readFilter(params: Awaited<SearchParams>): GalleryFilter {
  const read = (name: keyof GalleryFilter): string => readParam(params, name);
  return {
    search: read('search'),
    tag: read('tag'),
    model: read('model'),
    author: read('author'),
    kind: read('kind'),
    verdict: read('verdict'),
    sort: read('sort'),
  };
}
