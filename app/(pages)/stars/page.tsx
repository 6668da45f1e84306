import { Title } from '@mantine/core';
import type { Metadata } from 'next';
import { FindingCard } from '../../../components/gallery/FindingCard';
import classes from '../../../components/gallery/gallery.module.css';
import { StarsDocument } from '../../../components/generated/graphql';
import { EmptyState } from '../../../components/site/EmptyState';
import { TextLink } from '../../../components/site/Links';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

export const metadata: Metadata = { title: 'Your stars' };

const PAGE = 24;

/** The findings that the viewer has starred. */
export default async function StarsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const after = readParam(await searchParams, 'after') || null;
  const { data, error } = await query({
    query: StarsDocument,
    variables: { first: PAGE, after },
    errorPolicy: 'all',
    fetchPolicy: 'no-cache',
  });
  const stars = data?.viewer?.stars;
  return (
    <div data-wide>
      <Title order={1}>Your stars</Title>
      {error && <Notice tone="error">{error.message}</Notice>}
      {stars && stars.edges.length > 0 && (
        <div className={classes.grid}>
          {stars.edges.map(({ node }) => (
            <FindingCard key={node.id} finding={node} />
          ))}
        </div>
      )}
      {data && !stars?.edges.length && (
        <EmptyState
          picture="nothing"
          title="You have starred nothing yet."
          actions={<TextLink href="/">Show all findings</TextLink>}
        >
          A star on the page of a finding keeps it here.
        </EmptyState>
      )}
      {stars?.pageInfo.hasNextPage && (
        <TextLink href={`/stars?after=${encodeURIComponent(stars.pageInfo.endCursor ?? '')}`} mt="lg">
          Older stars
        </TextLink>
      )}
    </div>
  );
}
