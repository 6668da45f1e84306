'use client';

import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTransition, type FormEvent } from 'react';
import { MAX_SEARCH } from '../../domain/limits';
import type { RunStatus } from '../generated/graphql';
import { LinkButton, TextLink } from '../site/Links';
import { NO_RUN_FILTER, readRunFilter, runsAddress, STATUSES, type RunFilter } from './filter-address';
import classes from './run-list.module.css';

interface RunFiltersProps {
  readonly filter: RunFilter;
  /** Ids. */
  readonly models: readonly string[];
}

/** Search and filters of the list of runs. The address holds their state, and the form works before scripts have loaded. */
export function RunFilters({ filter, models }: RunFiltersProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const known = models.includes(filter.model) || filter.model === '' ? models : [filter.model, ...models];
  const isFiltered = runsAddress({ ...filter, mine: false }) !== '/runs';
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const wanted = readRunFilter((name) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    });
    startTransition(() => router.push(runsAddress(wanted)));
  };
  return (
    <Group gap="xs" mt="md" align="center">
      <Button.Group>
        {[false, true].map((mine) => (
          <LinkButton
            key={String(mine)}
            size="xs"
            variant={filter.mine === mine ? 'light' : 'default'}
            href={runsAddress({ ...filter, mine })}
            aria-current={filter.mine === mine ? 'true' : undefined}
          >
            {mine ? 'Mine' : 'Everybody’s'}
          </LinkButton>
        ))}
      </Button.Group>
      <form action="/runs" role="search" className={classes.search} onSubmit={submit}>
        {filter.mine && <input type="hidden" name="mine" value="1" />}
        {filter.tag !== '' && <input type="hidden" name="tag" value={filter.tag} />}
        <TextInput
          // Resets the field when the address changes by other means than this form.
          key={`search ${filter.search}`}
          size="xs"
          name="search"
          type="search"
          defaultValue={filter.search}
          maxLength={MAX_SEARCH}
          placeholder="Words of prompts, #tag, model, id"
          aria-label="Search runs by words of their prompts, title, tags, model or id"
          className={classes.words}
        />
        <NativeSelect
          key={`status ${filter.status}`}
          size="xs"
          name="status"
          aria-label="Status"
          defaultValue={filter.status ?? ''}
          onChange={(event) => event.currentTarget.form?.requestSubmit()}
          data={[{ value: '', label: 'Any status' }, ...STATUSES.map(statusOption)]}
        />
        <NativeSelect
          key={`model ${filter.model}`}
          size="xs"
          name="model"
          aria-label="Model"
          defaultValue={filter.model}
          onChange={(event) => event.currentTarget.form?.requestSubmit()}
          data={[{ value: '', label: 'All models' }, ...known]}
        />
        <Button type="submit" size="xs" variant="default" loading={isPending}>
          Search
        </Button>
      </form>
      {filter.tag !== '' && (
        <LinkButton
          size="xs"
          variant="light"
          href={runsAddress({ ...filter, tag: '' })}
          aria-label={`Tag ${filter.tag}: show runs without it, too`}
        >
          #{filter.tag} ×
        </LinkButton>
      )}
      {isFiltered && (
        <TextLink size="sm" href={runsAddress({ ...NO_RUN_FILTER, mine: filter.mine })}>
          Show all
        </TextLink>
      )}
    </Group>
  );
}

function statusOption(status: RunStatus): { value: string; label: string } {
  return { value: status, label: status.toLowerCase() };
}
