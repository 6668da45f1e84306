'use client';

import { Button, Group, NativeSelect } from '@mantine/core';
import type { RunStatus } from '../generated/graphql';
import { LinkButton } from '../site/Links';
import { runsAddress, STATUSES, type RunFilter } from './filter-address';

interface RunFiltersProps {
  readonly filter: RunFilter;
  /** Ids. */
  readonly models: readonly string[];
}

/** Filters of the list of runs. The address holds their state, and the form works before scripts have loaded. */
export function RunFilters({ filter, models }: RunFiltersProps) {
  const known = models.includes(filter.model) || filter.model === '' ? models : [filter.model, ...models];
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
      <form action="/runs">
        <Group gap="xs">
          {filter.mine && <input type="hidden" name="mine" value="1" />}
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
          <noscript>
            <button type="submit">Show</button>
          </noscript>
        </Group>
      </form>
    </Group>
  );
}

function statusOption(status: RunStatus): { value: string; label: string } {
  return { value: status, label: status.toLowerCase() };
}
