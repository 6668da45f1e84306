import { Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { RunListDocument } from '../../components/generated/graphql';
import { RunRow } from '../../components/run/RunRow';
import classes from '../../components/run/run-list.module.css';
import { Notice } from '../../components/site/Notice';
import { query } from '../apollo';
import { readParam, type SearchParams } from '../search-params';
import { TextLink } from '../../components/site/Links';

export const metadata: Metadata = { title: 'Runs' };

const PAGE = 30;

export default async function RunsPage({ searchParams }: { searchParams: SearchParams }) {
  const after = readParam(await searchParams, 'after');
  const { data, error } = await query({
    query: RunListDocument,
    variables: { first: PAGE, after: after || null },
    errorPolicy: 'all',
  });
  const runs = data?.runs;
  return (
    <>
      <Title order={1}>Runs</Title>
      <Text c="dimmed">Every experiment that was computed here, newest first.</Text>
      {error && <Notice tone="error">{error.message}</Notice>}
      {runs?.edges.length === 0 && (
        <Text mt="xl">
          No run yet. <TextLink href="/runs/new">Start the first one</TextLink>
        </Text>
      )}
      <ul className={classes.list}>
        {runs?.edges.map(({ node }) => (
          <RunRow key={node.id} run={node} />
        ))}
      </ul>
      {runs?.pageInfo.hasNextPage && (
        <TextLink href={`/runs?after=${runs.pageInfo.endCursor ?? ''}`}>Older runs</TextLink>
      )}
    </>
  );
}
