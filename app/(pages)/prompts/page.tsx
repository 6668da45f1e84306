import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { writeRequest } from '../../../components/code/code-text';
import { ShowCode } from '../../../components/code/ShowCode';
import { PromptSetListDocument } from '../../../components/generated/graphql';
import { PromptSetRow } from '../../../components/prompt-sets/PromptSetRow';
import classes from '../../../components/prompt-sets/prompt-sets.module.css';
import { EmptyState } from '../../../components/site/EmptyState';
import { LinkButton, TextLink } from '../../../components/site/Links';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

const PAGE = 30;

export const metadata: Metadata = {
  title: 'Prompt sets',
  description: 'Pairs of clean and corrupted prompts for activation patching, in versions.',
};

export default async function PromptSetsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const params = await searchParams;
  const search = readParam(params, 'q');
  const mine = readParam(params, 'mine') === '1';
  const after = readParam(params, 'after') || null;
  const variables = { first: PAGE, after, search, mine };
  const { data, error } = await query({ query: PromptSetListDocument, variables, errorPolicy: 'all' });
  const sets = data?.promptSets;
  const address = (changes: Record<string, string>): string => {
    const entries = Object.entries({ ...(mine && { mine: '1' }), ...(search && { q: search }), ...changes });
    const text = new URLSearchParams(entries.filter(([, value]) => value !== '')).toString();
    return `/prompts${text === '' ? '' : `?${text}`}`;
  };
  return (
    <div data-wide>
      <Title order={1}>Prompt sets</Title>
      <Text c="dimmed">Prompt pairs that are kept for use in runs, with their source and versions.</Text>
      <Group gap="xs" mt="md">
        <LinkButton size="xs" href="/prompts/new">
          New set
        </LinkButton>
        <LinkButton
          size="xs"
          variant="default"
          href={address({ mine: mine ? '' : '1' })}
          aria-current={mine ? 'true' : undefined}
        >
          {mine ? 'Everybody’s sets' : 'My sets'}
        </LinkButton>
        <form action="/prompts">
          <Group gap="xs" wrap="nowrap">
            {mine && <input type="hidden" name="mine" value="1" />}
            <TextInput
              size="xs"
              w={240}
              name="q"
              aria-label="Search prompt sets"
              placeholder="Name, description or source"
              defaultValue={search}
            />
            <Button size="xs" variant="default" type="submit">
              Search
            </Button>
          </Group>
        </form>
        <ShowCode
          title="Prompt sets"
          size="xs"
          code={{ requests: [writeRequest(PromptSetListDocument, variables)] }}
        />
      </Group>
      {error && <Notice tone="error">{error.message}</Notice>}
      {sets?.edges.length === 0 && (
        <EmptyState
          picture="nothing"
          title={search || mine ? 'No set like this.' : 'No set yet.'}
          actions={
            <>
              <TextLink href="/prompts/new">Make one</TextLink>
              {(search || mine) && <TextLink href="/prompts">Show all sets</TextLink>}
            </>
          }
        >
          A prompt set keeps pairs of prompts for several runs, with a version for each change.
        </EmptyState>
      )}
      <ul className={classes.list}>
        {sets?.edges.map(({ node }) => (
          <PromptSetRow key={node.id} set={node} />
        ))}
      </ul>
      {sets?.pageInfo.hasNextPage && (
        <TextLink href={address({ after: sets.pageInfo.endCursor ?? '' })}>Older sets</TextLink>
      )}
      <Title order={2} mt="lg">
        Families
      </Title>
      <Text c="dimmed" size="sm">
        Templates with lists of words. Each generates as many pairs as wanted; the same seed gives the same
        pairs.
      </Text>
      <ul className={classes.families}>
        {data?.promptFamilies.map(({ id, name, purpose, source }) => (
          <li key={id} className={classes.family}>
            <Title order={3} size="h5">
              {name}
            </Title>
            <p>{purpose}</p>
            <p className={classes.meta}>{source}</p>
            <TextLink href={`/prompts/new?family=${id}`} size="sm">
              Generate a set: {name}
            </TextLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
