'use client';

import { useLazyQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { isFiltering } from '../../domain/pair-filter';
import { writeRequest } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import { PromptSetBaselinesDocument } from '../generated/graphql';
import { BaselineLook } from '../new-run/BaselineLook';
import { NO_FILTER, writeFilter } from '../new-run/pair-filter';
import { LinkButton } from '../site/Links';
import { RequestProblem } from '../site/RequestProblem';

interface PromptSetBaselinesProps {
  /** `id@2`. */
  readonly set: string;
  readonly model: string;
}

/** The unpatched runs of a set on a model, computed when asked for, and a filter to take into a run. */
export function PromptSetBaselines({ set, model }: PromptSetBaselinesProps) {
  const [measure, { data, error, loading }] = useLazyQuery(PromptSetBaselinesDocument, {
    fetchPolicy: 'no-cache',
  });
  const [filter, setFilter] = useState(NO_FILTER);
  const variables = { input: { model, promptSet: set } };
  const found = data?.previewBaselines;
  const query = new URLSearchParams({ set, filter: writeFilter(filter) });
  return (
    <Stack gap={8} component="section" aria-labelledby="baselines">
      <Title order={2} id="baselines">
        Baselines
      </Title>
      <Text size="sm" c="dimmed">
        The logit differences of {model} on the clean and the corrupted prompts, before anything is patched.
        At most 256 pairs are computed.
      </Text>
      <Group gap="xs">
        {!found && (
          <Button
            size="xs"
            variant="default"
            loading={loading}
            onClick={() => void measure({ variables }).catch(() => {})}
          >
            Compute baselines
          </Button>
        )}
        <ShowCode
          title="Baselines"
          size="xs"
          code={() => ({ requests: [writeRequest(PromptSetBaselinesDocument, variables)] })}
        />
      </Group>
      {error && <RequestProblem error={error} onRetry={() => measure({ variables })} />}
      {found && (
        <>
          <Text size="sm">
            {found.pairs.length.toLocaleString('en')} of {found.tried.toLocaleString('en')} pairs are usable
            {found.tried < found.given &&
              `; ${found.tried.toLocaleString('en')} evenly spaced ones of ${found.given.toLocaleString('en')} were tried`}
            .
          </Text>
          <BaselineLook pairs={found.pairs} filter={filter} onFilter={setFilter} />
          {isFiltering(filter) && (
            <LinkButton size="xs" w="fit-content" href={`/runs/new?${query.toString()}`}>
              New run with this filter
            </LinkButton>
          )}
        </>
      )}
    </Stack>
  );
}
