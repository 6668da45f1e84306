import { Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { GuestRunNotice } from '../../../components/account/GuestRunNotice';
import { writeRequest } from '../../../components/code/code-text';
import { ShowCode } from '../../../components/code/ShowCode';
import { RunListDocument } from '../../../components/generated/graphql';
import { readRunFilter, runsAddress } from '../../../components/run-list/filter-address';
import { RunFilters } from '../../../components/run-list/RunFilters';
import { RunList } from '../../../components/run-list/RunList';
import { EmptyState } from '../../../components/site/EmptyState';
import { TextLink } from '../../../components/site/Links';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

const PAGE = 30;

interface Props {
  readonly searchParams: SearchParams;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const params = await searchParams;
  const { mine, status, model, search, tag } = readRunFilter((name) => readParam(params, name));
  const parts = [
    mine ? 'My runs' : 'Runs',
    search && `“${search}”`,
    tag && `#${tag}`,
    status?.toLowerCase(),
    model,
  ];
  const title = parts.filter(Boolean).join(', ');
  return { title, description: 'Public experiments of activation patching, with their heatmaps.' };
}

export default async function RunsPage({ searchParams }: Props) {
  const params = await searchParams;
  const filter = readRunFilter((name) => readParam(params, name));
  const after = readParam(params, 'after') || null;
  const variables = {
    first: PAGE,
    after,
    mine: filter.mine,
    model: filter.model || null,
    status: filter.status,
    search: filter.search || null,
    tag: filter.tag || null,
  };
  const { data, error } = await query({ query: RunListDocument, variables, errorPolicy: 'all' });
  const runs = data?.runs;
  return (
    <div data-wide>
      <Title order={1}>Runs</Title>
      <Text c="dimmed">
        Public experiments and your own, newest first. <TextLink href="/import">Import a file</TextLink>
        <ShowCode title="Runs" ml={8} code={{ requests: [writeRequest(RunListDocument, variables)] }} />
      </Text>
      {data && <GuestRunNotice site={data} />}
      <RunFilters filter={filter} models={data?.models.map(({ id }) => id) ?? []} />
      {error && <Notice tone="error">{error.message}</Notice>}
      {runs?.edges.length === 0 && (
        <EmptyState
          picture="nothing"
          title={runsAddress(filter, after) === '/runs' ? 'No run yet.' : 'No run like this.'}
          actions={
            <>
              <TextLink href="/runs/new">Start {filter.mine ? 'one' : 'the first one'}</TextLink>
              {runsAddress(filter, after) !== '/runs' && <TextLink href="/runs">Show all runs</TextLink>}
            </>
          }
        >
          {filter.mine ? 'Your runs are listed here' : 'Public runs and your own are listed here'}, while they
          are computed too.
        </EmptyState>
      )}
      {runs && runs.edges.length > 0 && (
        <RunList
          runs={runs.edges.map(({ node }) => node)}
          filter={filter}
          isAdministrator={data.isAdministrator}
        />
      )}
      {runs?.pageInfo.hasNextPage && (
        <TextLink href={runsAddress(filter, runs.pageInfo.endCursor)}>Older runs</TextLink>
      )}
    </div>
  );
}
