'use client';

import { useLazyQuery } from '@apollo/client/react';
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { MAX_SEARCH } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { FindingChoicesDocument, type CollectionFinding_FindingFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';
import classes from './collections.module.css';

interface FindingPickerProps {
  /** Ids of findings that are in the list already. */
  readonly chosen: readonly string[];
  readonly onPick: (finding: CollectionFinding_FindingFragment) => void;
}

/** Finds findings by the search of the gallery and adds them one by one. */
export function FindingPicker({ chosen, onPick }: FindingPickerProps) {
  const [search, setSearch] = useState('');
  const [find, { data, loading, error }] = useLazyQuery(FindingChoicesDocument, {
    fetchPolicy: 'no-cache',
  });
  const start = (): void => void find({ variables: { search } }).catch(() => {});
  const found = data?.findings.edges.map(({ node }) => node);
  return (
    <div>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          label="Find a finding to add"
          placeholder="Words or results, as in the gallery"
          value={search}
          maxLength={MAX_SEARCH}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return;
            // It is inside of the form.
            event.preventDefault();
            start();
          }}
          style={{ flex: 1, minWidth: 0 }}
        />
        <Button variant="default" loading={loading} onClick={start}>
          Find
        </Button>
      </Group>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
      {found?.length === 0 && (
        <Text size="sm" mt={8} role="status">
          No finding matches.
        </Text>
      )}
      {found && found.length > 0 && (
        <ul className={classes.choices} aria-label="Findings that match">
          {found.map((finding) => (
            <li key={finding.id}>
              <span>
                {finding.title}{' '}
                <Text span size="xs" c="dimmed">{`${finding.author.name}, ${finding.modelId}`}</Text>
              </span>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Add: ${finding.title}`}
                disabled={chosen.includes(finding.id)}
                onClick={() => onPick(finding)}
              >
                Add
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
